// Accounts at banks as the API has them, and who does what with them.
import { get, patch, post } from '../../api/client'
import { newRequestId } from '../../api/request-id'
import type { RoleGrant } from '../../app/me'
import type { Page } from '../../app/pages'

export interface BankAccount {
  name: string
  books: string
  code: string
  displayName: string
  number: string
  bankName: string
  bankCode: string
  profile: string
  closed: boolean
  etag: string
}

// The last part of a name: counties/1/bankAccounts/ID.
export function idOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1)
}

const kPageSize = 200

// Those of one set of books, or of all that one may see where none is given.
export async function listBankAccounts(
  county: string,
  books: string,
  pageToken: string,
): Promise<Page<BankAccount>> {
  const items: BankAccount[] = []
  let token = pageToken
  do {
    const page = await get<{ bankAccounts: BankAccount[]; nextPageToken: string }>(
      `/v1/${county}/bankAccounts`,
      books === '' ? { pageToken: token } : { pageToken: token, pageSize: kPageSize },
    )
    items.push(...page.bankAccounts.filter((one) => books === '' || one.books === books))
    token = page.nextPageToken
  } while (books !== '' && items.length === 0 && token !== '')
  return { items, nextPageToken: token }
}

export function readBankAccount(name: string): Promise<BankAccount> {
  return get<BankAccount>(`/v1/${name}`)
}

export type NewBankAccount = Pick<
  BankAccount,
  'code' | 'displayName' | 'number' | 'bankName' | 'bankCode' | 'profile'
>

// The same account again, say after the network went away, is the same account.
export function openBankAccount(books: string, requestId: string, bankAccount: NewBankAccount) {
  return post<BankAccount>(`/v1/${books}/bankAccounts`, { requestId, bankAccount })
}

export function changeBankAccount(account: BankAccount, displayName: string, profile: string) {
  return patch<BankAccount>(`/v1/${account.name}`, {
    requestId: newRequestId(),
    bankAccount: { name: account.name, etag: account.etag, displayName, profile },
    updateMask: 'displayName,profile',
  })
}

export function closeBankAccount(name: string): Promise<BankAccount> {
  return post<BankAccount>(`/v1/${name}:close`, { requestId: newRequestId() })
}

const kSeers = [
  'ROLE_VILLAGE_CLERK',
  'ROLE_BOARD_CHAIR',
  'ROLE_SUPERVISOR',
  'ROLE_TOWNSHIP_AGENT',
  'ROLE_TOWNSHIP_APPROVER',
  'ROLE_CENTRE_OFFICER',
  'ROLE_CENTRE_APPROVER',
  'ROLE_DISCIPLINE',
  'ROLE_AUDITOR',
]
const kMakers = ['ROLE_TOWNSHIP_AGENT', 'ROLE_CENTRE_OFFICER']
const kCheckers = ['ROLE_TOWNSHIP_APPROVER', 'ROLE_CENTRE_APPROVER']
const kReaders = [...kMakers, 'ROLE_DISCIPLINE', 'ROLE_AUDITOR']

const holds = (grants: RoleGrant[], roles: string[]) =>
  grants.some((grant) => roles.includes(grant.role))

// Whether somebody with these offices does so at all; the server decides about this account.
export const seesBank = (grants: RoleGrant[]) => holds(grants, kSeers)
export const runsBank = (grants: RoleGrant[]) => holds(grants, kMakers)
export const approvesPayouts = (grants: RoleGrant[]) => holds(grants, kCheckers)
export const takesBankFiles = (grants: RoleGrant[]) => holds(grants, kReaders)
