import { expect, test } from 'vitest'

import { fittingPayments, mayCorrect, mayDeclare } from '@/features/bank/corrections'
import { type BankEntry, dayText, fittingTemplates, ownSide } from '@/features/bank/entries'
import { refusalOf } from '@/features/bank/files'
import { mayRetry, type Payment, waits } from '@/features/bank/payments'
import { isDue, type SpreadPart } from '@/features/ledger/spreads'
import { explain, locale, sayEntryReason } from '@/text'

const entry = (side: string) => ({ side, amountFen: '5' }) as BankEntry
const payment = (state: string, batch: string) =>
  ({ state, attempts: [{ batch: 'counties/1/payoutBatches/old' }, { batch }] }) as Payment

test('money that came in is a debit of the account in the books', () => {
  expect(ownSide(entry('SIDE_CREDIT'))).toBe('SIDE_DEBIT')
  expect(ownSide(entry('SIDE_DEBIT'))).toBe('SIDE_CREDIT')
})

test('the usual entries of a booking go through its account, and ask for nothing else', () => {
  const usual = (id: string, debit: string, credit: string, requiredFields: string[] = []) => {
    const [debitAccounts, creditAccounts] = [[{ code: debit }], [{ code: credit }]]
    return { id, label: id, labelEn: id, debitAccounts, creditAccounts, requiredFields }
  }
  const all = [
    usual('subsidy', '10201', '503'),
    usual('tax', '214', '10201'),
    usual('other account', '102', '503'),
    usual('asks for whose', '10201', '112', ['FIELD_PARTY']),
  ]
  const idsOf = (side: string) => fittingTemplates(all, entry(side), '10201').map((one) => one.id)
  expect(idsOf('SIDE_CREDIT')).toEqual(['subsidy'])
  expect(idsOf('SIDE_DEBIT')).toEqual(['tax'])
})

test('a payment goes into one batch, and is tried again once it surely did not arrive', () => {
  expect(waits(payment('STATE_QUEUED', ''))).toBe(true)
  expect(waits(payment('STATE_QUEUED', 'counties/1/payoutBatches/x'))).toBe(false)
  expect(waits(payment('STATE_SENT', ''))).toBe(false)
  const states = ['QUEUED', 'SENT', 'ACCEPTED', 'PAID', 'REJECTED', 'RETURNED', 'UNKNOWN']
  const again = states.filter((state) => mayRetry(payment(`STATE_${state}`, '')))
  expect(again).toEqual(['REJECTED', 'RETURNED'])
})

test('a payee is put right before it is paid, and what the bank has not done is said after', () => {
  const states = ['QUEUED', 'SENT', 'ACCEPTED', 'PAID', 'REJECTED', 'RETURNED', 'UNKNOWN']
  const those = (may: (one: Payment) => boolean) =>
    states.filter((state) => may(payment(`STATE_${state}`, '')))
  expect(those(mayCorrect)).toEqual(['QUEUED', 'REJECTED', 'RETURNED'])
  expect(those(mayDeclare)).toEqual(['SENT', 'ACCEPTED', 'UNKNOWN'])
  expect(mayCorrect(payment('STATE_QUEUED', 'counties/1/payoutBatches/x'))).toBe(false)
})

test('a booking fits a payment of its amount first, and then one that a fee explains', () => {
  const pay = (name: string, amountFen: string, state: string) => {
    return { name, amountFen, state: `STATE_${state}` } as Payment
  }
  const all = [
    pay('less by a fee', '990', 'SENT'),
    pay('more', '1010', 'SENT'),
    pay('the same', '1000', 'UNKNOWN'),
    pay('paid', '1000', 'PAID'),
    pay('paid more', '1020', 'PAID'),
  ]
  const names = (side: string) => {
    const entry = { side, amountFen: '1000' } as BankEntry
    return fittingPayments(all, entry).map((one) => one.name)
  }
  expect(names('SIDE_DEBIT')).toEqual(['the same', 'less by a fee'])
  expect(names('SIDE_CREDIT')).toEqual(['paid', 'paid more'])
})

test('a part of a spread is due once its day has come and no voucher says it', () => {
  const part = (voucher: string) =>
    ({ voucher, dueDate: { year: 2026, month: 3, day: 1 } }) as SpreadPart
  expect(isDue(part(''), '2026-02-28')).toBe(false)
  expect(isDue(part(''), '2026-03-01')).toBe(true)
  expect(isDue(part('counties/1/vouchers/x'), '2026-12-01')).toBe(false)
  expect(dayText({ year: 2026, month: 3, day: 1 })).toBe('2026-03-01')
})

test('a file that was refused says why and where', () => {
  locale.value = 'zh'
  const info = {
    '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
    reason: 'AMOUNT_MALFORMED',
    metadata: { line: '12', field: 'Amt' },
  }
  const error = { code: 3, message: 'Amt: it should be like 1234.50', details: [info] }
  const refusal = refusalOf({ name: 'x', done: true, error })
  expect(explain(refusal)).toBe('第 12 行金额格式不对：“Amt”，应像 1234.50。')
  expect(refusalOf({ name: 'x', done: true, response: { name: 'y' } })).toBeNull()
})

test('why a booking waits is told, also where the books refuse it', () => {
  locale.value = 'en'
  expect(sayEntryReason('BOOKED_TWICE')).toContain('twice')
  expect(sayEntryReason('PERIOD_CLOSED')).toBe('This month is closed: post it in an open one.')
})
