// Hundredths of a share on the screen.
import { expect, test } from 'vitest'

import { shares } from '@/features/verify/units'
import { sayDay } from '@/text'

test('shares are said exactly, to the hundredth', () => {
  expect(shares('1250')).toBe('12.50')
  expect(shares('5')).toBe('0.05')
  expect(shares('0')).toBe('0.00')
  expect(shares('9007199254740993')).toBe('90071992547409.93')
})

test('a day is a day, wherever the phone is', () => {
  expect(sayDay({ year: 2026, month: 1, day: 1 })).toBe('2026年1月1日')
  expect(sayDay(undefined)).toBe('')
})
