// Rent of several years, which becomes income part by part, as the API has it.
import { get, post } from '../../api/client'
import { newRequestId } from '../../api/request-id'
import type { RoleGrant } from '../../app/me'
import type { Page } from '../../app/pages'
import type { Day } from '../../text'
import type { Voucher } from './ledger'

export interface SpreadPart {
  number: number
  firstDate: Day
  lastDate: Day
  dueDate: Day
  amountFen: string
  voucher: string
  voucherState: string
}

export interface Spread {
  name: string
  books: string
  state: string
  firstDate: Day
  lastDate: Day
  method: string
  totalFen: string
  postedFen: string
  restFen: string
  endReason: string
  parts: SpreadPart[]
}

export async function listSpreads(books: string, pageToken: string): Promise<Page<Spread>> {
  const page = await get<{ spreads: Spread[]; nextPageToken: string }>(`/v1/${books}/spreads`, {
    pageToken,
  })
  return { items: page.spreads, nextPageToken: page.nextPageToken }
}

export function readSpread(name: string): Promise<Spread> {
  return get<Spread>(`/v1/${name}`)
}

export function draftDueSpreads(books: string) {
  const wish = { requestId: newRequestId() }
  return post<{ vouchers: Voucher[]; more: boolean }>(`/v1/${books}/spreads:draftDue`, wish)
}

export function endSpread(name: string, reason: string): Promise<Spread> {
  return post<Spread>(`/v1/${name}:end`, { requestId: newRequestId(), reason })
}

// Whether its day has come and no voucher says it yet.
export function isDue(part: SpreadPart, today: string): boolean {
  const { year, month, day } = part.dueDate
  const due = [year, month, day].map((one) => String(one).padStart(2, '0')).join('-')
  return part.voucher === '' && due <= today
}

const kDrafters = ['ROLE_VILLAGE_CLERK', 'ROLE_TOWNSHIP_AGENT']

export function draftsSpreads(grants: RoleGrant[]): boolean {
  return grants.some((grant) => kDrafters.includes(grant.role))
}
export function endsSpreads(grants: RoleGrant[]): boolean {
  return grants.some((grant) => grant.role === 'ROLE_TOWNSHIP_AGENT')
}
