// What the county centre keeps for bidders, as the API has it.
import { get, post } from '../../api/client'
import { newRequestId } from '../../api/request-id'
import type { RoleGrant } from '../../app/me'
import type { Day } from '../../text'

interface Payee {
  name: string
  accountNumber: string
}

export interface SuspenseItem {
  name: string
  state: string
  reason: string
  amountFen: string
  subAccount: string
  hold: string
  payer?: Payee
  valueDate: Day
  proposeReason: string
  proposer: string
  endReason: string
}

export interface Hold {
  name: string
  subAccount: string
  state: string
  heldFen: string
  openFen: string
  releaseDueTime?: string
  paidTime?: string
}

export function listSuspense(county: string, state: string, pageToken: string) {
  const path = `/v1/${county}/suspenseItems`
  return get<{ suspenseItems: SuspenseItem[]; nextPageToken: string }>(path, { state, pageToken })
}

export function listLateReleases(county: string, pageToken: string) {
  const path = `/v1/${county}/lateReleases`
  return get<{ holds: Hold[]; nextPageToken: string }>(path, { pageToken })
}

// What somebody decides about an item; `more` is what the decision needs besides.
export function decideSuspense(name: string, verb: string, more: object): Promise<SuspenseItem> {
  return post<SuspenseItem>(`/v1/${name}:${verb}`, { requestId: newRequestId(), ...more })
}

export function runsCustody(grants: RoleGrant[]): boolean {
  return grants.some((grant) => grant.role === 'ROLE_CENTRE_OFFICER')
}
export function confirmsCustody(grants: RoleGrant[]): boolean {
  return grants.some((grant) => grant.role === 'ROLE_CENTRE_APPROVER')
}
