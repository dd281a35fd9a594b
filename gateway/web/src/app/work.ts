// Which pages somebody has work on, by role; the server decides what they see there.
import type { Key } from '../text'
import type { RoleGrant } from './me'

interface Work {
  path: string
  label: Key
  roles: string[]
}

const kVillage = ['VILLAGE_CLERK', 'BOARD_CHAIR', 'SUPERVISOR']
const kOffices = [
  'TOWNSHIP_AGENT',
  'TOWNSHIP_APPROVER',
  'CENTRE_OFFICER',
  'CENTRE_APPROVER',
  'DISCIPLINE',
  'AUDITOR',
]
const kAll: Work[] = [
  { path: '/registry/households', label: 'households', roles: [...kVillage, ...kOffices] },
  {
    path: '/registry/assets',
    label: 'assets',
    roles: [...kVillage, ...kOffices, 'MEMBER', 'HOUSEHOLD_HEAD', 'COUNTY_ADMIN'],
  },
  { path: '/registry/imports', label: 'imports', roles: [...kVillage, ...kOffices] },
  {
    path: '/ledger/books',
    label: 'books',
    roles: [...kVillage, ...kOffices, 'MEMBER', 'HOUSEHOLD_HEAD'],
  },
  { path: '/ledger/bank', label: 'bankAccounts', roles: [...kVillage, ...kOffices] },
  {
    path: '/ledger/custody',
    label: 'suspense',
    roles: ['CENTRE_OFFICER', 'CENTRE_APPROVER', 'DISCIPLINE', 'AUDITOR'],
  },
]

export function workOf(grants: RoleGrant[]): Work[] {
  const held = new Set(grants.map((grant) => grant.role.replace(/^ROLE_/, '')))
  return kAll.filter((work) => work.roles.some((role) => held.has(role)))
}
