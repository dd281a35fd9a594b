// Months of books, who opens and closes what, and deeds that are sent again.
import { expect, test } from 'vitest'

import { Refusal } from '@/api/refusal'
import { useDeed } from '@/app/deed'
import type { Books } from '@/features/ledger/ledger'
import {
  closedLast,
  closesMonths,
  type Collective,
  isOver,
  keeps,
  monthAfter,
  opensBooks,
  reopensMonths,
} from '@/features/ledger/months'
import { explain, locale } from '@/text'

const month = (year: number, number: number) => ({ year, month: number, day: 1 })
const as = (role: string) => [{ role: `ROLE_${role}`, orgPath: '/1/' }]

test('a month is over on the first day of the next one', () => {
  expect(isOver(month(2026, 1), '2026-01-31')).toBe(false)
  expect(isOver(month(2026, 1), '2026-02-01')).toBe(true)
  expect(isOver(month(2025, 12), '2026-01-01')).toBe(true)
  expect(isOver(month(2027, 1), '2026-12-31')).toBe(false)
})

test('the month before the open one was closed last, unless the books begin there', () => {
  const books = { firstMonth: month(2025, 12), openMonth: month(2026, 1) } as Books
  expect(closedLast(books)).toEqual(month(2025, 12))
  expect(closedLast({ ...books, openMonth: month(2025, 12) })).toBe(null)
  expect(monthAfter(month(2026, 12), 1)).toEqual(month(2027, 1))
})

test('the register decides which books a collective keeps', () => {
  const of = (bookType: string) => ({ bookType }) as Collective
  const kinds = ['KIND_COLLECTIVE', 'KIND_COMMITTEE', 'KIND_CUSTODY']
  const kept = (bookType: string) => kinds.filter((kind) => keeps(of(bookType), kind))
  expect(kept('BOOK_TYPE_SEPARATE')).toEqual(['KIND_COLLECTIVE', 'KIND_COMMITTEE'])
  expect(kept('BOOK_TYPE_JOINT')).toEqual(['KIND_COLLECTIVE'])
  expect(kept('BOOK_TYPE_NONE')).toEqual([])
})

test('the township keeps the books of villages, and the centre its own', () => {
  expect(opensBooks(as('TOWNSHIP_AGENT'))).toEqual(['KIND_COLLECTIVE', 'KIND_COMMITTEE'])
  expect(opensBooks(as('CENTRE_OFFICER'))).toEqual(['KIND_CUSTODY'])
  expect(opensBooks(as('VILLAGE_CLERK'))).toEqual([])
  expect(closesMonths(as('TOWNSHIP_AGENT'), 'KIND_COMMITTEE')).toBe(true)
  expect(closesMonths(as('TOWNSHIP_AGENT'), 'KIND_CUSTODY')).toBe(false)
  expect(reopensMonths(as('CENTRE_APPROVER'), 'KIND_CUSTODY')).toBe(true)
  expect(reopensMonths(as('CENTRE_APPROVER'), 'KIND_COLLECTIVE')).toBe(false)
})

test('a deed keeps its id until it is answered, and another deed has another id', async () => {
  const ids: string[] = []
  const answers = [new Refusal(0, 'NETWORK_AWAY', ''), null, new Refusal(409, 'X', ''), null]
  const deed = useDeed()
  const run = async (what: string) => {
    return deed.run(what, async (requestId) => {
      ids.push(requestId)
      const refused = answers.shift() ?? null
      if (refused !== null) throw refused
    })
  }
  expect([await run('a'), await run('b'), await run('a'), await run('a')]).toEqual([
    false,
    true,
    false,
    true,
  ])
  expect(ids[2]).toBe(ids[0])
  expect(new Set(ids).size).toBe(3)
})

test('a form tells a broken field by its own label', () => {
  locale.value = 'zh'
  const rule = { field: 'firstMonth', description: 'is required' }
  const refused = new Refusal(400, 'INVALID_FIELD', '', [rule])
  const told = explain(refused, { firstMonth: '从哪个月开始记账' })
  expect(told).toContain('从哪个月开始记账: 必须填写')
})
