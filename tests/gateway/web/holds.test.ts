// Parts of deposits: which can be taken back.
import { expect, test } from 'vitest'

import { type HoldPart, isDisposed, isPaid, mayUndo } from '@/features/ledger/holds'

const part = (more: object) =>
  ({
    kind: 'KIND_CAPTURE',
    paymentState: 'STATE_UNSPECIFIED',
    costsFen: '0',
    priceGapFen: '0',
    restFen: '0',
    ...more,
  }) as HoldPart

test('a part can be taken back while the money is here', () => {
  expect(mayUndo(part({}))).toBe(true)
  expect(mayUndo(part({ kind: 'KIND_FORFEIT' }))).toBe(true)
  expect(mayUndo(part({ kind: 'KIND_RELEASE' }))).toBe(false)
  const states = ['QUEUED', 'SENT', 'ACCEPTED', 'PAID', 'REJECTED', 'RETURNED', 'UNKNOWN']
  const here = states.filter((state) => mayUndo(part({ paymentState: `STATE_${state}` })))
  expect(here).toEqual(['QUEUED', 'REJECTED', 'RETURNED'])
})

test('a forfeited part is not taken back once it is decided what becomes of it', () => {
  expect(isDisposed(part({ kind: 'KIND_FORFEIT' }))).toBe(false)
  expect(mayUndo(part({ kind: 'KIND_FORFEIT', restFen: '1' }))).toBe(false)
})

test('who was declined can propose it again, and nobody proposes it twice', () => {
  const after = (state: string) => mayUndo(part({ undo: { state: `STATE_${state}` } }))
  expect(['PROPOSED', 'DONE', 'DECLINED'].map(after)).toEqual([false, false, true])
})

test('a part without a payment says nothing of one', () => {
  expect(isPaid(part({}))).toBe(false)
  expect(isPaid(part({ paymentState: 'STATE_QUEUED' }))).toBe(true)
})
