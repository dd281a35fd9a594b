import { expect, test } from 'vitest'

import { Refusal } from '@/api/refusal'
import { explain, locale, say, sayNamed, sayTime } from '@/text'
import { en } from '@/text/en'
import { zh } from '@/text/zh'

const blanks = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort()

test('both languages have the same words with the same blanks', () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort())
  for (const key of Object.keys(zh) as (keyof typeof zh)[]) {
    expect(blanks(en[key]), key).toEqual(blanks(zh[key]))
    expect(zh[key], key).not.toBe('')
  }
})

test('blanks are filled in', () => {
  locale.value = 'en'
  expect(say('inboxUnread', { count: 3 })).toBe('3 unread')
})

test('a word that has no translation yet is shown as the server names it', () => {
  expect(sayNamed('role', 'ROLE_OF_TOMORROW')).toBe('ROLE_OF_TOMORROW')
})

test('a known reason is told in words, an unknown one with what the server said', () => {
  locale.value = 'zh'
  expect(explain(new Refusal(401, 'SIGN_IN_REFUSED', 'no'))).toBe('用户名或密码不对。')
  expect(explain(new Refusal(400, 'SOMETHING_NEW', 'too short'))).toBe('未能办理：too short')
})

test('broken fields, the time to wait and, for trouble, the reference are told', () => {
  locale.value = 'en'
  const field = { field: 'handle', description: 'is required' }
  const said = explain(new Refusal(503, 'INVALID_FIELD', '', [field], 5, 'f00'))
  expect(said).toContain('name, or number of your letter: is required')
  expect(said).toContain('5 s')
  expect(said).toContain('f00')
})

test('what is wrong with a field is told in the language of the page', () => {
  locale.value = 'zh'
  const field = { field: 'voucher.summary', description: 'may have at most 200 characters' }
  expect(explain(new Refusal(400, 'INVALID_FIELD', '', [field]))).toContain('摘要: 最多 200 个字')
})

test('a reason of its own says what is wrong, and only the label of the field is added', () => {
  locale.value = 'zh'
  const field = { field: 'summary', description: 'Nothing in it can be read.' }
  const said = explain(new Refusal(400, 'NAME_UNREADABLE', '', [field]))
  expect(said).toContain('请看：摘要。')
  expect(said).not.toContain('Nothing')
})

test('times are told in Beijing time', () => {
  locale.value = 'en'
  expect(sayTime('2026-11-20T16:30:00Z')).toContain('21 Nov 2026')
  expect(sayTime('')).toBe('')
})
