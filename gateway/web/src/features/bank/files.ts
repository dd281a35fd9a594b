// Files of banks as the API has them: uploaded to the registry, and then imported.
import { get, getInBackground, post } from '../../api/client'
import { type Refusal, refusalFrom } from '../../api/refusal'
import type { Page } from '../../app/pages'
import type { Day } from '../../text'

export interface Statement {
  kind: string
  bankNumber: string
  firstDay?: Day
  lastDay?: Day
  openingFen?: string
  closingFen?: string
  credits: string
  debits: string
  creditFen: string
  debitFen: string
  known: string
  jumpFen: string
}

export interface BankFile {
  name: string
  bankAccount: string
  kind: string
  state: string
  fileName: string
  size: string
  reason: string
  reasonMessage: string
  reasonLine: string
  items: string
  known: string
  matched: string
  odd: string
  createTime: string
  statements: Statement[]
}

export interface Operation {
  name: string
  done: boolean
  error?: { message?: string }
  response?: { name?: string }
}

export const kKinds = ['importStatement', 'importPayoutResult'] as const
export type ImportKind = (typeof kKinds)[number]

export async function listBankFiles(account: string, pageToken: string): Promise<Page<BankFile>> {
  const page = await get<{ bankFiles: BankFile[]; nextPageToken: string }>(
    `/v1/${account}/bankFiles`,
    { pageToken },
  )
  return { items: page.bankFiles, nextPageToken: page.nextPageToken }
}

export function readBankFile(name: string): Promise<BankFile> {
  return getInBackground<BankFile>(`/v1/${name}`)
}

export function bankFileAddress(name: string): string {
  return `/v1/${name}:download`
}

// The same request again is the same import.
export function importBankFile(account: string, kind: ImportKind, requestId: string, file: string) {
  return post<Operation>(`/v1/${account}/bankFiles:${kind}`, { requestId, file })
}

export function readOperation(name: string): Promise<Operation> {
  return getInBackground<Operation>(`/v1/${name}`)
}

// Why nothing of a file was taken, with the line and what else the server tells; null if it was.
export function refusalOf(operation: Operation): Refusal | null {
  return operation.error === undefined ? null : refusalFrom(400, { error: operation.error }, null)
}
