// Deposits of bidders and what became of their parts, as the API has it.
import { get, post } from '../../api/client'
import type { Page } from '../../app/pages'
import type { Day } from '../../text'

export interface PartUndo {
  state: string
  reason: string
  proposer: string
  proposeTime?: string
  decideTime?: string
  decideReason: string
}

export interface HoldPart {
  id: string
  kind: string
  amountFen: string
  reason: string
  partTime?: string
  books: string
  paymentState: string
  paidTime?: string
  costsFen: string
  priceGapFen: string
  restFen: string
  transferTrouble: string
  undo?: PartUndo
}

export interface HoldFull {
  name: string
  lot: string
  party: string
  subAccount: string
  state: string
  expectedFen: string
  heldFen: string
  openFen: string
  capturedFen: string
  releasedFen: string
  forfeitedFen: string
  interestFen: string
  dueTime?: string
  ownAccount?: { name: string; accountNumber: string; bankName: string }
  refundAccount?: { name: string; accountNumber: string; bankName: string }
  valueDate?: Day
  finalDate?: Day
  releaseDueTime?: string
  releaseDueProvisional: boolean
  releaseTime?: string
  paidTime?: string
  late: boolean
  sharedPayer: boolean
  parts: HoldPart[]
}

export interface HoldFilter {
  state: string
  lot: string
  party: string
}

export const kHoldStates = ['WAITING', 'FUNDED', 'RESOLVED', 'EXPIRED']

export async function listHolds(
  county: string,
  filter: HoldFilter,
  pageToken: string,
): Promise<Page<HoldFull>> {
  const page = await get<{ holds: HoldFull[]; nextPageToken: string }>(`/v1/${county}/holds`, {
    ...filter,
    pageToken,
  })
  return { items: page.holds, nextPageToken: page.nextPageToken }
}

export function readHold(name: string): Promise<HoldFull> {
  return get<HoldFull>(`/v1/${name}`)
}

export type UndoVerb = 'proposePartUndo' | 'approvePartUndo' | 'declinePartUndo'

// `reason` is of who proposes and who declines.
export function undoPart(
  hold: string,
  verb: UndoVerb,
  requestId: string,
  part: string,
  reason: string,
): Promise<HoldFull> {
  const why = verb === 'approvePartUndo' ? {} : { reason }
  return post<HoldFull>(`/v1/${hold}:${verb}`, { requestId, part, ...why })
}

// Where the bank has the payment, or may have it.
const kLeft = ['STATE_SENT', 'STATE_ACCEPTED', 'STATE_PAID', 'STATE_UNKNOWN']

// Of a forfeited part: whether it is decided what becomes of it.
export function isDisposed(part: HoldPart): boolean {
  return [part.costsFen, part.priceGapFen, part.restFen].some((fen) => fen !== '0')
}

export function isPaid(part: HoldPart): boolean {
  return part.paymentState !== '' && part.paymentState !== 'STATE_UNSPECIFIED'
}

// Whether it makes sense to propose that a part is taken back; the server decides.
export function mayUndo(part: HoldPart): boolean {
  const undo = part.undo?.state ?? ''
  if (part.kind === 'KIND_RELEASE' || isDisposed(part)) return false
  return !['STATE_PROPOSED', 'STATE_DONE'].includes(undo) && !kLeft.includes(part.paymentState)
}
