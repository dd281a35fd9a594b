// Opening books, and closing and reopening their months, as the API has it.
import { get, post } from '../../api/client'
import type { RoleGrant } from '../../app/me'
import type { Page } from '../../app/pages'
import type { Day } from '../../text'
import { toDay } from '../imports/imports'
import { type Books, type Voucher } from './ledger'

// Of the registry: whose books can be opened.
export interface Collective {
  name: string
  displayName: string
  bookType: string
}

export interface NewBooks {
  kind: string
  collective: string
  displayName: string
  firstMonth: Day
}

const kMostAtOnce = 200

export function monthAfter(month: Day, months: number): Day {
  const index = month.year * 12 + month.month - 1 + months
  return { year: Math.floor(index / 12), month: (index % 12) + 1, day: 1 }
}

// Whether its last day is behind us; `today` is '2026-01-31'.
export function isOver(month: Day, today: string): boolean {
  const now = toDay(today)
  return month.year * 12 + month.month < now.year * 12 + now.month
}

// The month that was closed last, if any was.
export function closedLast(books: Books): Day | null {
  const { firstMonth: first, openMonth: open } = books
  const isFirst = first.year === open.year && first.month === open.month
  return isFirst ? null : monthAfter(open, -1)
}

// How many vouchers of a month wait: they keep it from being closed.
export async function countDrafts(books: string, month: Day): Promise<number> {
  let count = 0
  let pageToken = ''
  do {
    const page = await get<{ vouchers: Voucher[]; nextPageToken: string }>(
      `/v1/${books}/vouchers`,
      { state: 'STATE_DRAFT', pageSize: kMostAtOnce, pageToken },
    )
    const isOf = ({ date }: Voucher) => date.year === month.year && date.month === month.month
    count += page.vouchers.filter(isOf).length
    pageToken = page.nextPageToken
  } while (pageToken !== '')
  return count
}

export function closePeriod(books: string, requestId: string, month: Day): Promise<Books> {
  return post<Books>(`/v1/${books}:closePeriod`, { requestId, month })
}

export function reopenPeriod(books: string, requestId: string, month: Day, reason: string) {
  return post<Books>(`/v1/${books}:reopenPeriod`, { requestId, month, reason })
}

export function carryYear(books: string, requestId: string, year: number): Promise<Voucher> {
  return post<Voucher>(`/v1/${books}/vouchers:carryYear`, { requestId, year })
}

export async function listCollectives(
  county: string,
  text: string,
  pageToken: string,
): Promise<Page<Collective>> {
  const page = await get<{ collectives: Collective[]; nextPageToken: string }>(
    `/v1/${county}/collectives`,
    { text, state: 'STATE_ACTIVE', pageToken },
  )
  return { items: page.collectives, nextPageToken: page.nextPageToken }
}

// The same books again, say after the network went away, are the same books.
export function openBooks(county: string, requestId: string, books: NewBooks): Promise<Books> {
  return post<Books>(`/v1/${county}/books`, { requestId, ...books })
}

// As the register has it: two sets of books, one for both, or none.
export function keeps(collective: Collective, kind: string): boolean {
  if (collective.bookType === 'BOOK_TYPE_SEPARATE') return kind !== 'KIND_CUSTODY'
  return collective.bookType === 'BOOK_TYPE_JOINT' && kind === 'KIND_COLLECTIVE'
}

const has = (grants: RoleGrant[], role: string) => grants.some((grant) => grant.role === role)

// Which kinds of books somebody with these offices opens.
export function opensBooks(grants: RoleGrant[]): string[] {
  return [
    ...(has(grants, 'ROLE_TOWNSHIP_AGENT') ? ['KIND_COLLECTIVE', 'KIND_COMMITTEE'] : []),
    ...(has(grants, 'ROLE_CENTRE_OFFICER') ? ['KIND_CUSTODY'] : []),
  ]
}

// Whether somebody closes or reopens months of books of this kind.
export function closesMonths(grants: RoleGrant[], kind: string): boolean {
  return has(grants, kind === 'KIND_CUSTODY' ? 'ROLE_CENTRE_OFFICER' : 'ROLE_TOWNSHIP_AGENT')
}
export function reopensMonths(grants: RoleGrant[], kind: string): boolean {
  return has(grants, kind === 'KIND_CUSTODY' ? 'ROLE_CENTRE_APPROVER' : 'ROLE_TOWNSHIP_APPROVER')
}
