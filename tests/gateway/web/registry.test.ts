// What the registry's pages make of the API's numbers, days and roles.
import { expect, test } from 'vitest'

import { workOf } from '@/app/work'
import { bringsFor, isBusy, type Import, toDay } from '@/features/imports/imports'
import { amount } from '@/features/registry/amount'

test('amounts are said exactly, with as few places as say it all', () => {
  expect(amount('12500')).toBe('12.5')
  expect(amount('3000')).toBe('3')
  expect(amount('1')).toBe('0.001')
  expect(amount('0')).toBe('0')
  expect(amount('9007199254740993')).toBe('9007199254740.993')
})

test('a day of an input is a day of the API', () => {
  expect(toDay('2026-01-31')).toEqual({ year: 2026, month: 1, day: 31 })
})

test('tables are brought for the organisation of the office', () => {
  const as = (role: string, orgPath: string) => bringsFor('counties/1', [{ role, orgPath }])
  expect(as('ROLE_VILLAGE_CLERK', '/1/t/v/')).toBe('counties/1/collectives/v')
  expect(as('ROLE_TOWNSHIP_AGENT', '/1/t/')).toBe('counties/1/collectives/t')
  expect(as('ROLE_CENTRE_OFFICER', '/1/')).toBe('')
  expect(as('ROLE_TOWNSHIP_APPROVER', '/1/t/')).toBe(null)
})

test('an import is asked after while it is at work', () => {
  const busy = (state: string) => isBusy({ state } as Import)
  expect(busy('STATE_CHECKING')).toBe(true)
  expect(busy('STATE_LOADING')).toBe(true)
  expect(busy('STATE_CHECKED')).toBe(false)
  expect(busy('STATE_LOADED')).toBe(false)
})

test('people find the pages of their work, and no others', () => {
  const paths = (...roles: string[]) =>
    workOf(roles.map((role) => ({ role: `ROLE_${role}`, orgPath: '/1/' }))).map((one) => one.path)
  expect(paths('VILLAGE_CLERK')).toContain('/registry/imports')
  expect(paths('MEMBER')).toEqual(['/registry/assets', '/ledger/books'])
  expect(paths('BIDDER')).toEqual([])
})
