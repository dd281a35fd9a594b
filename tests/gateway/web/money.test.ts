import { expect, test } from 'vitest'

import { toFen, yuan } from '@/text/money'

test('fen are read as yuan, exactly', () => {
  expect(yuan('0')).toBe('0.00')
  expect(yuan('5')).toBe('0.05')
  expect(yuan('-5')).toBe('-0.05')
  expect(yuan('123456')).toBe('1,234.56')
  expect(yuan('-123456789')).toBe('-1,234,567.89')
  expect(yuan('9007199254740993')).toBe('90,071,992,547,409.93')
})

test('yuan are typed as people do, and never rounded', () => {
  expect(toFen('1234.5')).toBe('123450')
  expect(toFen(' 1,234.56 ')).toBe('123456')
  expect(toFen('0.05')).toBe('5')
  expect(toFen('12')).toBe('1200')
  for (const wrong of ['', '0', '0.00', '-1', '1.234', '1e3', '一百', '12345678901234']) {
    expect(toFen(wrong), wrong).toBeNull()
  }
})
