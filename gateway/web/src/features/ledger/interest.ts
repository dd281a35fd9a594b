// Interest of the bank that is given to those whose deposits were there, as the API has it.
import { get, getInBackground, post } from '../../api/client'
import type { Page } from '../../app/pages'
import type { Day } from '../../text'
import { toDay } from '../imports/imports'

export interface InterestRun {
  name: string
  firstDate: Day
  lastDate: Day
  amountFen: string
  shares: number
  createTime: string
  state: string
  proposer: string
  endReason: string
}

export interface Operation {
  name: string
  done?: boolean
  metadata?: { done?: string; total?: string }
}

export const kRunStates = ['PROPOSED', 'RUNNING', 'DONE', 'DECLINED', 'FAILED']

export async function listInterestRuns(
  county: string,
  state: string,
  pageToken: string,
): Promise<Page<InterestRun>> {
  const page = await get<{ interestRuns: InterestRun[]; nextPageToken: string }>(
    `/v1/${county}/interestRuns`,
    { state, pageToken },
  )
  return { items: page.interestRuns, nextPageToken: page.nextPageToken }
}

export function proposeInterest(item: string, requestId: string, first: string, last: string) {
  const days = { firstDate: toDay(first), lastDate: toDay(last) }
  return post<InterestRun>(`/v1/${item}:proposeInterest`, { requestId, ...days })
}

export function approveInterest(run: string, requestId: string): Promise<Operation> {
  return post<Operation>(`/v1/${run}:approve`, { requestId })
}

export function declineInterest(run: string, requestId: string, reason: string) {
  return post<InterestRun>(`/v1/${run}:decline`, { requestId, reason })
}

export function readOperation(name: string): Promise<Operation> {
  return getInBackground<Operation>(`/v1/${name}`)
}

// How far it is, from 0 to 1; undefined while nobody knows of how much.
export function shareDone(operation: Operation | null): number | undefined {
  const total = Number(operation?.metadata?.total ?? 0)
  return total === 0 ? undefined : Number(operation?.metadata?.done ?? 0) / total
}
