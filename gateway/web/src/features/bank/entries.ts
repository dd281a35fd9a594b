// Bookings of a bank as the API has them, and how somebody says what one is.
import { get, post } from '../../api/client'
import { newRequestId } from '../../api/request-id'
import type { Page } from '../../app/pages'
import type { Day } from '../../text'
import {
  dayQuery,
  listVouchers,
  type Template,
  type Voucher,
  type VoucherLine,
} from '../ledger/ledger'

export interface BankEntry {
  name: string
  bankAccount: string
  bankFile: string
  line: string
  side: string
  amountFen: string
  reversal: boolean
  bookingDate: Day
  reference: string
  endToEndId: string
  subAccount: string
  partyName: string
  partyAccount: string
  partyBank: string
  remittance: string
  state: string
  matchedBy: string
  voucher: string
  payment: string
  reason: string
}

export interface DifferenceLine {
  kind: string
  day: Day
  amountFen: string
  source: string
  summary: string
}

export interface DayDifference {
  day: Day
  booksFen: string
  bankFen: string
  statementDay: Day
  lines: DifferenceLine[]
  unexplainedFen: string
  cut: boolean
}

// What a booking is said to be: a voucher that is posted, lines for a new one, or a payment.
export type Meaning =
  | { voucher: string }
  | { summary: string; lines: VoucherLine[] }
  | { summary: string; payment: string; feeAccount: string }

export async function listBankEntries(
  account: string,
  unmatchedOnly: boolean,
  pageToken: string,
): Promise<Page<BankEntry>> {
  const page = await get<{ bankEntries: BankEntry[]; nextPageToken: string }>(
    `/v1/${account}/bankEntries`,
    { unmatchedOnly, pageToken },
  )
  return { items: page.bankEntries, nextPageToken: page.nextPageToken }
}

// The same request again, say after the network went away, matches once.
export function matchBankEntry(name: string, requestId: string, meaning: Meaning) {
  return post<BankEntry>(`/v1/${name}:match`, { requestId, ...meaning })
}

export function unmatchBankEntry(name: string): Promise<BankEntry> {
  return post<BankEntry>(`/v1/${name}:unmatch`, { requestId: newRequestId() })
}

// Puts all bookings that wait back to work; they come in portions.
export async function lookAgain(account: string): Promise<{ looked: number; matched: number }> {
  const all = { looked: 0, matched: 0 }
  for (let pageToken = '', first = true; first || pageToken !== ''; first = false) {
    const portion = await post<{ lookedAt: string; matched: string; nextPageToken: string }>(
      `/v1/${account}/bankEntries:lookAgain`,
      { requestId: newRequestId(), pageToken },
    )
    all.looked += Number(portion.lookedAt)
    all.matched += Number(portion.matched)
    pageToken = portion.nextPageToken
  }
  return all
}

export function readDayDifference(account: string, day: string): Promise<DayDifference> {
  return get<DayDifference>(`/v1/${account}:dayDifference`, dayQuery('day', day))
}

// '2026-01-31', as an input of a day has it.
export function dayText(day: Day): string {
  const two = (number: number) => String(number).padStart(2, '0')
  return `${String(day.year).padStart(4, '0')}-${two(day.month)}-${two(day.day)}`
}

// On which side of the books the money of a booking stands: what comes in is a debit there.
export function ownSide(entry: BankEntry): string {
  return entry.side === 'SIDE_CREDIT' ? 'SIDE_DEBIT' : 'SIDE_CREDIT'
}

// The usual entries that go through the account on its side, and ask for nothing but the amount.
export function fittingTemplates(templates: Template[], entry: BankEntry, code: string) {
  return templates.filter((one) => {
    const own = ownSide(entry) === 'SIDE_DEBIT' ? one.debitAccounts : one.creditAccounts
    return one.requiredFields.length === 0 && own.some((account) => account.code === code)
  })
}

const kMostPages = 20

// Posted vouchers that move as much on the account as the booking says.
export async function likelyVouchers(books: string, entry: BankEntry, code: string) {
  const found: Voucher[] = []
  const says = (line: VoucherLine) =>
    line.account === code && line.side === ownSide(entry) && line.amountFen === entry.amountFen
  let token = ''
  for (let pages = 0; pages < kMostPages; pages++) {
    const page = await listVouchers(books, 'STATE_POSTED', token)
    found.push(...page.vouchers.filter((one) => one.reversedBy === '' && one.lines.some(says)))
    token = page.nextPageToken
    if (token === '') break
  }
  return found
}
