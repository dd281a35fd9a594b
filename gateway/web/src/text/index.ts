// The words on the screen. Chinese first; the choice stays on the device.
import { computed, ref } from 'vue'

import { Refusal } from '../api/refusal'
import { en } from './en'
import { reasons } from './reasons'
import { fillSentence, type Told } from './reasons/sentences'
import { ruleInChinese } from './rules'
import { zh } from './zh'

export type Key = keyof typeof zh
export type Locale = 'zh' | 'en'

const kRemembered = 'qianmo.locale'
const kWords: Record<Locale, Record<Key, string>> = { zh, en }

function remembered(): Locale {
  try {
    return localStorage.getItem(kRemembered) === 'en' ? 'en' : 'zh'
  } catch {
    return 'zh'
  }
}

export const locale = ref<Locale>(remembered())
export const otherLocale = computed<Locale>(() => (locale.value === 'zh' ? 'en' : 'zh'))

export function speak(chosen: Locale): void {
  locale.value = chosen
  document.documentElement.lang = chosen === 'zh' ? 'zh-CN' : 'en'
  try {
    localStorage.setItem(kRemembered, chosen)
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}

export function say(key: Key, blanks: Record<string, string | number> = {}): string {
  return kWords[locale.value][key].replace(/\{(\w+)\}/g, (_, name: string) =>
    String(blanks[name] ?? ''),
  )
}

type Group =
  | 'role'
  | 'nextStep'
  | 'unit'
  | 'importKind'
  | 'importState'
  | 'problem'
  | 'asset'
  | 'books'
  | 'voucher'
  | 'suspense'
  | 'bankFile'
  | 'entry'
  | 'difference'
  | 'payment'
  | 'batch'
  | 'contradiction'
  | 'correction'
  | 'spread'
  | 'hold'
  | 'undo'
  | 'interest'

// A word that the server names, such as a role; the name itself where there is no word yet.
export function sayNamed(group: Group, name: string): string {
  const words: Record<string, string> = kWords[locale.value]
  return words[`${group}_${name}`] ?? name
}

// Why something was refused; what the server itself said, where nobody has a sentence for it.
export function sayReason(reason: string, told: Told = {}, message = reason): string {
  const sentence = reasons[reason]
  if (sentence === undefined) return say('refused', { message })
  return fillSentence(sentence[locale.value === 'zh' ? 0 : 1], told)
}

// Why a booking of a bank waits for somebody: a reason of its own, or why the books refuse it.
export function sayEntryReason(reason: string): string {
  const words: Record<string, string> = kWords[locale.value]
  return words[`entryReason_${reason}`] ?? sayReason(reason)
}

// What a form calls its fields, where that is not what all forms call them.
type Labels = Record<string, string>

// A form names its inputs as the API names its fields.
function labelOf(path: string, labels: Labels): string | undefined {
  const words: Record<string, string> = kWords[locale.value]
  const field = path.slice(path.lastIndexOf('.') + 1)
  return labels[field] ?? words[`field_${field}`] ?? words[field]
}

// Which fields are wrong. The sentence of a reason of its own says already what is wrong with them.
function sayFields(refusal: Refusal, labels: Labels): string[] {
  if (refusal.reason in reasons && refusal.reason !== 'INVALID_FIELD') {
    const wrong = refusal.fields.map((one) => labelOf(one.field, labels))
    const known = [...new Set(wrong.filter((label) => label !== undefined))]
    return known.length === 0 ? [] : [say('seeFields', { fields: known.join(', ') })]
  }
  const rule = (text: string) => (locale.value === 'zh' ? ruleInChinese(text) : text)
  return refusal.fields.map((one) => {
    return `${labelOf(one.field, labels) ?? one.field}: ${rule(one.description)}`
  })
}

export function explain(trouble: unknown, labels: Labels = {}): string {
  if (!(trouble instanceof Refusal)) return sayReason('UNEXPECTED_ANSWER')
  const why = sayReason(trouble.reason, trouble.told, trouble.message)
  const parts = [why, ...sayFields(trouble, labels)]
  const wait = trouble.retryAfterSeconds
  if (wait > 0) parts.push(say('tryIn', { seconds: wait }))
  if (trouble.httpStatus >= 500 && trouble.traceId !== '') {
    parts.push(say('trace', { id: trouble.traceId }))
  }
  return parts.join(' ')
}

export function sayTime(stamp: string | undefined): string {
  if (stamp === undefined || stamp === '') return ''
  const format = new Intl.DateTimeFormat(locale.value === 'zh' ? 'zh-CN' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'Asia/Shanghai',
  })
  return format.format(new Date(stamp))
}

// A calendar day as the API says it.
export interface Day {
  year: number
  month: number
  day: number
}

export function sayDay(day: Day | undefined): string {
  if (day === undefined) return ''
  const format = new Intl.DateTimeFormat(locale.value === 'zh' ? 'zh-CN' : 'en-GB', {
    dateStyle: 'long',
    timeZone: 'UTC',
  })
  return format.format(new Date(Date.UTC(day.year, day.month - 1, day.day)))
}
