// Imports of tables as the API has them.
import { get, getInBackground, post } from '../../api/client'
import { newRequestId } from '../../api/request-id'
import type { RoleGrant } from '../../app/me'
import type { Day } from '../../text'

export interface Fault {
  line: string
  position: number
  column: string
  problem: string
}

export interface Import {
  name: string
  kind: string
  state: string
  ground: string
  effectiveDate: Day
  rowCount: string
  itemCount: string
  readyCount: string
  unchangedCount: string
  badRowCount: string
  faults: Fault[]
  badRowsFile: string
  refusal: string
  maker: string
  createTime: string
}

export interface Wish {
  kind: 'households' | 'assets'
  // '' for the whole county.
  collective: string
  file: string
  day: string
  ground: string
  skipBadRows: boolean
}

interface Operation {
  name: string
  metadata?: { done?: string; total?: string }
}

export function listImports(county: string, pageToken: string) {
  return get<{ imports: Import[]; nextPageToken: string }>(`/v1/${county}/imports`, { pageToken })
}

export function readImport(name: string): Promise<Import> {
  return getInBackground<Import>(`/v1/${name}`)
}

const kCheckers = ['ROLE_TOWNSHIP_APPROVER', 'ROLE_CENTRE_APPROVER']

// Whether somebody with these offices confirms imports at all; the server decides about this one.
export function confirms(grants: RoleGrant[]): boolean {
  return grants.some((grant) => kCheckers.includes(grant.role))
}

const kBringers = ['ROLE_VILLAGE_CLERK', 'ROLE_TOWNSHIP_AGENT', 'ROLE_CENTRE_OFFICER']

// For whom somebody brings tables, '' for the whole county; null for nobody.
export function bringsFor(county: string, grants: RoleGrant[]): string | null {
  const grant = grants.find((one) => kBringers.includes(one.role))
  if (grant === undefined) return null
  const ids = grant.orgPath.split('/').filter((part) => part !== '')
  return ids.length < 2 ? '' : `${county}/collectives/${ids[ids.length - 1] ?? ''}`
}

// '2026-01-31' of an input as a day of the API.
export function toDay(text: string): Day {
  const [year, month, day] = text.split('-').map(Number)
  return { year: year ?? 0, month: month ?? 0, day: day ?? 0 }
}

export function startImport(county: string, wish: Wish): Promise<Operation> {
  return post<Operation>(`/v1/${county}/imports:${wish.kind}`, {
    requestId: newRequestId(),
    file: wish.file,
    collective: wish.collective,
    effectiveDate: toDay(wish.day),
    ground: wish.ground,
    skipBadRows: wish.skipBadRows,
  })
}

export function confirmImport(name: string): Promise<Operation> {
  return post<Operation>(`/v1/${name}:confirm`, { requestId: newRequestId() })
}

export function withdrawImport(name: string): Promise<Import> {
  return post<Import>(`/v1/${name}:withdraw`, { requestId: newRequestId() })
}

// How long until one that is at work is asked after again.
export const kAskAgainMs = 1000

// Still at work: it is worth asking again.
export function isBusy(one: Import): boolean {
  return one.state === 'STATE_CHECKING' || one.state === 'STATE_LOADING'
}
