// What two persons say of a payment and the bank's files do not, as the API has it.
import { get, post } from '../../api/client'
import { newRequestId } from '../../api/request-id'
import type { Page } from '../../app/pages'
import type { BankEntry } from './entries'
import { type Payment, listPayments, waits } from './payments'

export interface Payee {
  name: string
  accountNumber: string
  bankCode: string
  bankName: string
}

export interface Correction {
  name: string
  payment: string
  kind: string
  state: string
  reason: string
  payee?: Payee
  formerPayee?: Payee
  bankEntry: string
  feeFen: string
  feeAccount: string
  maker: string
  createTime: string
}

export async function listCorrections(
  account: string,
  waitingOnly: boolean,
  pageToken: string,
): Promise<Page<Correction>> {
  const page = await get<{ corrections: Correction[]; nextPageToken: string }>(
    `/v1/${account}/paymentCorrections`,
    { waitingOnly, pageToken },
  )
  return { items: page.corrections, nextPageToken: page.nextPageToken }
}

// The number is of the one who shall be paid, typed once more; '' where the payee stays.
export function approveCorrection(name: string, payeeAccountNumber: string): Promise<Correction> {
  const wish = { requestId: newRequestId(), payeeAccountNumber }
  return post<Correction>(`/v1/${name}:approve`, wish)
}

export function declineCorrection(name: string): Promise<Correction> {
  return post<Correction>(`/v1/${name}:decline`, { requestId: newRequestId() })
}

export function correctPayee(payment: string, requestId: string, payee: Payee, reason: string) {
  return post<Correction>(`/v1/${payment}:correctPayee`, { requestId, payee, reason })
}

export function declareNotExecuted(payment: string, requestId: string, reason: string) {
  return post<Correction>(`/v1/${payment}:declareNotExecuted`, { requestId, reason })
}

// Whether its payee can still be put right, or the bank be said not to have paid.
export function mayCorrect(payment: Payment): boolean {
  const { state } = payment
  return waits(payment) || state === 'STATE_REJECTED' || state === 'STATE_RETURNED'
}
export function mayDeclare(payment: Payment): boolean {
  return ['STATE_SENT', 'STATE_ACCEPTED', 'STATE_UNKNOWN'].includes(payment.state)
}

const kMostPages = 20

// The payments that a booking may have made, or brought back: of its amount, or of one that a fee
// of the bank's explains. Those of the same amount first.
export function fittingPayments(payments: Payment[], entry: BankEntry): Payment[] {
  const out = entry.side === 'SIDE_DEBIT'
  const fee = (one: Payment) => {
    const more = BigInt(entry.amountFen) - BigInt(one.amountFen)
    return out ? more : -more
  }
  const open = (one: Payment) =>
    out ? one.state !== 'STATE_PAID' && one.state !== 'STATE_RETURNED' : one.state === 'STATE_PAID'
  return payments
    .filter((one) => open(one) && fee(one) >= 0n)
    .sort((a, b) => (fee(a) < fee(b) ? -1 : fee(a) > fee(b) ? 1 : 0))
}

export async function likelyPayments(account: string, entry: BankEntry): Promise<Payment[]> {
  const all: Payment[] = []
  let token = ''
  for (let pages = 0; pages < kMostPages; pages++) {
    const page = await listPayments(account, entry.side === 'SIDE_DEBIT' ? '' : 'STATE_PAID', token)
    all.push(...page.items)
    token = page.nextPageToken
    if (token === '') break
  }
  return fittingPayments(all, entry)
}
