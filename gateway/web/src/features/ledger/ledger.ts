// Books and vouchers as the API has them.
import { address, get, post, type Query } from '../../api/client'
import { newRequestId } from '../../api/request-id'
import type { RoleGrant } from '../../app/me'
import type { Day } from '../../text'

export interface Books {
  name: string
  kind: string
  displayName: string
  firstMonth: Day
  openMonth: Day
}

export interface Account {
  code: string
  displayName: string
  postable: boolean
  balanceFen: string
}

export interface TrialLine {
  account: string
  displayName: string
  closingDebitFen: string
  closingCreditFen: string
}

export interface VoucherLine {
  side: string
  account: string
  amountFen: string
}

export interface Voucher {
  name: string
  state: string
  number: number
  date: Day
  summary: string
  lines: VoucherLine[]
  totalFen: string
  reverses: string
  reversedBy: string
  maker: string
  origin: string
  rejectReason: string
}

interface TemplateAccount {
  code: string
}

export interface Template {
  id: string
  label: string
  labelEn: string
  debitAccounts: TemplateAccount[]
  creditAccounts: TemplateAccount[]
  requiredFields: string[]
}

export const kSides = ['SIDE_DEBIT', 'SIDE_CREDIT']

// A day, or a month by its first day, as the dotted fields of a query.
export function dayQuery(field: string, text: string): Record<string, number> {
  const [year, month, day] = text.split('-').map(Number)
  return {
    [`${field}.year`]: year ?? 0,
    [`${field}.month`]: month ?? 0,
    [`${field}.day`]: day ?? 1,
  }
}

export function monthText(day: Day): string {
  return `${String(day.year).padStart(4, '0')}-${String(day.month).padStart(2, '0')}`
}

// In Beijing.
export function today(): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date())
}
export function thisMonth(): string {
  return today().slice(0, 7)
}

export function listBooks(county: string, pageToken: string) {
  return get<{ books: Books[]; nextPageToken: string }>(`/v1/${county}/books`, { pageToken })
}

export function readBooks(name: string): Promise<Books> {
  return get<Books>(`/v1/${name}`)
}

export async function listAccounts(books: string): Promise<Account[]> {
  return (await get<{ accounts: Account[] }>(`/v1/${books}/accounts`)).accounts
}

export function readTrialBalance(books: string, first: string, last: string) {
  return get<{ lines: TrialLine[]; total: TrialLine }>(`/v1/${books}:trialBalance`, {
    ...dayQuery('firstMonth', first),
    ...dayQuery('lastMonth', last),
  })
}

export function statementAddress(books: string, kind: string, month: string): string {
  const query = { kind, format: 'STATEMENT_FORMAT_PDF', ...dayQuery('month', month) }
  return address(`/v1/${books}:exportStatement`, query)
}

export function exportAddress(books: string, what: string, first: string, last: string): string {
  const months = { ...dayQuery('firstMonth', first), ...dayQuery('lastMonth', last) }
  const format = what === 'exportJournal' ? {} : { format: 'TABLE_FORMAT_XLSX' }
  return address(`/v1/${books}:${what}`, { ...months, ...format })
}

export function listVouchers(books: string, state: string, pageToken: string) {
  const query = { state, pageToken }
  return get<{ vouchers: Voucher[]; nextPageToken: string }>(`/v1/${books}/vouchers`, query)
}

export async function listTemplates(books: string): Promise<Template[]> {
  return (await get<{ templates: Template[] }>(`/v1/${books}/templates`)).templates
}

// `more` is what it asks for besides, such as another account than the usual one.
export function fillTemplate(
  books: string,
  template: string,
  day: string,
  amountFen: string,
  more: Query = {},
) {
  const query = { template, amountFen, ...dayQuery('date', day), ...more }
  return get<Voucher>(`/v1/${books}:fillTemplate`, query)
}

// The same draft again, say after the network went away, is the same voucher.
export function draftVoucher(books: string, requestId: string, voucher: object): Promise<Voucher> {
  return post<Voucher>(`/v1/${books}/vouchers`, { requestId, voucher })
}

export function approveVoucher(name: string): Promise<Voucher> {
  return post<Voucher>(`/v1/${name}:approve`, { requestId: newRequestId() })
}

export function rejectVoucher(name: string, reason: string): Promise<Voucher> {
  return post<Voucher>(`/v1/${name}:reject`, { requestId: newRequestId(), reason })
}

const kMakers = ['ROLE_VILLAGE_CLERK', 'ROLE_TOWNSHIP_AGENT', 'ROLE_CENTRE_OFFICER']
const kCheckers = ['ROLE_BOARD_CHAIR', 'ROLE_TOWNSHIP_APPROVER', 'ROLE_CENTRE_APPROVER']

// Whether somebody with these offices writes or approves vouchers at all; the server decides about
// these books.
export function writes(grants: RoleGrant[]): boolean {
  return grants.some((grant) => kMakers.includes(grant.role))
}
export function approves(grants: RoleGrant[]): boolean {
  return grants.some((grant) => kCheckers.includes(grant.role))
}
