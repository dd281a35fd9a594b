// Payments, the batches in which they go to the bank, and what banks say that cannot be.
import { get, post } from '../../api/client'
import { newRequestId } from '../../api/request-id'
import type { Page } from '../../app/pages'
import type { Day } from '../../text'
import { toDay } from '../imports/imports'

export interface Attempt {
  number: number
  endToEndId: string
  state: string
  batch: string
  reasonCode: string
  reason: string
  updateTime?: string
}

export interface Payment {
  name: string
  kind: string
  state: string
  payee?: { name: string; accountNumber: string; bankName: string }
  amountFen: string
  remittance: string
  dueTime?: string
  paidTime?: string
  attempts: Attempt[]
}

export interface Batch {
  name: string
  state: string
  executionDate: Day
  count: number
  sumFen: string
  maker: string
  createTime: string
  checkTime?: string
  exportTime?: string
  // What is due and was left out when it was made, because the bank cannot write it.
  leftOut: { payment: string; reason: string; field: string }[]
}

export interface Contradiction {
  name: string
  kind: string
  endToEndId: string
  payment: string
  told: string
  bankFile: string
  line: string
  createTime: string
  outcome: string
  closeTime?: string
}

export async function listPayments(
  account: string,
  state: string,
  pageToken: string,
): Promise<Page<Payment>> {
  const page = await get<{ payments: Payment[]; nextPageToken: string }>(
    `/v1/${account}/payments`,
    { state, pageToken },
  )
  return { items: page.payments, nextPageToken: page.nextPageToken }
}

export function retryPayment(name: string): Promise<Payment> {
  return post<Payment>(`/v1/${name}:retry`, { requestId: newRequestId() })
}

// What became of a payment last.
export function lastAttempt(payment: Payment): Attempt | undefined {
  return payment.attempts[payment.attempts.length - 1]
}

// Whether it can go into a batch: it waits, and is in none.
export function waits(payment: Payment): boolean {
  return payment.state === 'STATE_QUEUED' && (lastAttempt(payment)?.batch ?? '') === ''
}

export function mayRetry(payment: Payment): boolean {
  return payment.state === 'STATE_REJECTED' || payment.state === 'STATE_RETURNED'
}

// The payments that are named, or all that are due where none is; '' for today. The same request
// again makes the same batch.
export function createBatch(account: string, requestId: string, payments: string[], day: string) {
  const executionDate = day === '' ? {} : { executionDate: toDay(day) }
  return post<Batch>(`/v1/${account}/payoutBatches`, { requestId, payments, ...executionDate })
}

export async function listBatches(account: string, pageToken: string): Promise<Page<Batch>> {
  const page = await get<{ payoutBatches: Batch[]; nextPageToken: string }>(
    `/v1/${account}/payoutBatches`,
    { pageToken },
  )
  return { items: page.payoutBatches, nextPageToken: page.nextPageToken }
}

export function decideBatch(name: string, verb: 'approve' | 'cancel' | 'export'): Promise<Batch> {
  return post<Batch>(`/v1/${name}:${verb}`, { requestId: newRequestId() })
}

export function batchFileAddress(name: string): string {
  return `/v1/${name}:download`
}

export async function listContradictions(
  account: string,
  closedToo: boolean,
  pageToken: string,
): Promise<Page<Contradiction>> {
  const page = await get<{ contradictions: Contradiction[]; nextPageToken: string }>(
    `/v1/${account}/contradictions`,
    { closedToo, pageToken },
  )
  return { items: page.contradictions, nextPageToken: page.nextPageToken }
}

export function closeContradiction(name: string, outcome: string): Promise<Contradiction> {
  return post<Contradiction>(`/v1/${name}:close`, { requestId: newRequestId(), outcome })
}
