import { expect, test } from 'vitest'

import { clockOf, minuteOf } from '@/features/preferences/quiet-hours'

test.each([
  [0, '00:00'],
  [480, '08:00'],
  [1260, '21:00'],
  [1439, '23:59'],
])('minute %i is %s on the clock, and back', (minute, clock) => {
  expect(clockOf(minute)).toBe(clock)
  expect(minuteOf(clock)).toBe(minute)
})
