import { expect, test } from 'vitest'

import { Refusal } from '@/api/refusal'
import { explain, locale, sayReason } from '@/text'
import { kPages, reasons } from '@/text/reasons'
import { fillSentence } from '@/text/reasons/sentences'

const blanksOf = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()

test('every reason is told in both languages, with the same blanks', () => {
  for (const [reason, [zh, en]] of Object.entries(reasons)) {
    expect(zh, reason).toMatch(/[\u4e00-\u9fff].*。$/)
    expect(en, reason).toMatch(/^[A-Z“].*\.$/)
    expect(blanksOf(zh), reason).toEqual(blanksOf(en))
  }
})

test('a sentence is whole also where the server tells nothing of its blanks', () => {
  for (const sentence of Object.values(reasons).flat()) {
    const bare = fillSentence(sentence, {})
    expect(bare).not.toMatch(/[{}[\]]|  |^[，。：]|[，：][，。：]| [.,:]/)
  }
})

test('each reason is on one page', () => {
  const all = kPages.flatMap((page) => Object.keys(page))
  expect(all.length).toBe(new Set(all).size)
})

test('what the server tells is said, amounts in yuan', () => {
  const sentence = 'too much[ (limit {limit_fen} yuan)][ on line {line}].'
  expect(fillSentence(sentence, {})).toBe('too much.')
  const limited = fillSentence(sentence, { limit_fen: '123456' })
  expect(limited).toBe('too much (limit 1,234.56 yuan).')
  locale.value = 'zh'
  const told = { account: '201', missing_fen: '500' }
  expect(explain(new Refusal(400, 'FLOOR_BROKEN', '', [], 0, '', told))).toBe(
    '科目 201 余额不够，还差 5.00 元。请核对金额。',
  )
  expect(sayReason('PERIOD_CLOSED')).toBe('这个月已经结账，请记在还没结账的月份。')
  locale.value = 'en'
  expect(sayReason('PERIOD_CLOSED', { month: '2026-01' })).toBe(
    'This month, 2026-01, is closed: post it in an open one.',
  )
})
