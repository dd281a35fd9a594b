import { expect, test } from 'vitest'

import { Refusal } from '@/api/refusal'
import { newRequestId, requestIdAfter } from '@/api/request-id'

test('a request id is a UUID of version 7 that begins with the time', () => {
  const id = newRequestId(Date.UTC(2026, 10, 20, 12, 0, 0))
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(parseInt(id.replace(/-/g, '').slice(0, 12), 16)).toBe(Date.UTC(2026, 10, 20, 12, 0, 0))
})

test('two ids of the same moment differ', () => {
  expect(newRequestId(1)).not.toBe(newRequestId(1))
})

test('a refusal ends its request, and what nobody answered is asked again as the same', () => {
  const after = (status: number) => requestIdAfter(new Refusal(status, 'ANY', ''), 'mine')
  expect(after(409)).not.toBe('mine')
  for (const status of [0, 500, 503]) expect(after(status), String(status)).toBe('mine')
  expect(requestIdAfter(new TypeError('an error of ours'), 'mine')).toBe('mine')
})
