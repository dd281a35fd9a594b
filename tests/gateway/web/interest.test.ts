import { expect, test } from 'vitest'

import { shareDone } from '@/features/ledger/interest'

test('how far the giving of interest is', () => {
  expect(shareDone(null)).toBe(undefined)
  expect(shareDone({ name: 'x', metadata: { done: '0', total: '0' } })).toBe(undefined)
  expect(shareDone({ name: 'x', metadata: { done: '1', total: '4' } })).toBe(0.25)
})
