import type { zhLedger } from './zh-ledger'

export const enLedger: Record<keyof typeof zhLedger, string> = {
  field_reason: 'Reason',
  fieldMonth: 'Month',
  months: 'Closing of months',
  monthNotOver: '{month} is not over yet; it is closed afterwards.',
  monthHasDrafts: '{count} vouchers of {month} wait: approve them or give them back first.',
  monthClose: 'Close {month}',
  monthCloseSure:
    'All vouchers of {month} are in the books. Once closed, this month and those before it take ' +
    'nothing any more.',
  monthClosed: '{month} is closed.',
  monthReopenHelp:
    '{month} was closed last. If something is wrong in it, it can be opened again; the reason is ' +
    'kept.',
  monthReopen: 'Open {month} again',
  monthReopened: '{month} is open again.',
  yearCarryHelp:
    'Before its December is closed, the income of {year} is carried over by a voucher that ' +
    'another person approves. If that is done, nothing is to do here.',
  yearCarry: 'Write the voucher that carries {year}',
  yearCarried: 'The voucher that carries {year} is written and waits for somebody else.',
  openBooks: 'Open books',
  openBooksNot: 'Nobody with your offices opens books.',
  backToAllBooks: 'Back to all books',
  booksKind: 'Kind of books',
  booksName: 'Name of the books, such as that of the committee',
  booksFirstMonth: 'First month',
  booksFirstMonthHelp: 'Nothing before this month can be in these books. It is never changed.',
  collectiveFind: 'Part of the name',
  books_BOOK_TYPE_JOINT: 'one set of books with the committee, not of this kind',
  books_BOOK_TYPE_NONE: 'keeps no books',
}
