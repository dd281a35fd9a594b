// The words on the screen. Chinese first; the choice stays on the device.
import { computed, ref } from 'vue'

import { Refusal } from '../api/refusal'
import { en } from './en'
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
  | 'reason'
  | 'nextStep'
  | 'unit'
  | 'importKind'
  | 'importState'
  | 'problem'
  | 'asset'
  | 'books'
  | 'voucher'
  | 'suspense'

// A word that the server names, such as a role; the name itself where there is no word yet.
export function sayNamed(group: Group, name: string): string {
  const words: Record<string, string> = kWords[locale.value]
  return words[`${group}_${name}`] ?? name
}

export function explain(trouble: unknown): string {
  if (!(trouble instanceof Refusal)) return say('reason_UNEXPECTED_ANSWER')
  const words: Record<string, string> = kWords[locale.value]
  const known = words[`reason_${trouble.reason}`] ?? say('refused', { message: trouble.message })
  const wait = trouble.retryAfterSeconds
  // A form names its inputs as the API names its fields.
  const label = (path: string) => words[path.slice(path.lastIndexOf('.') + 1)] ?? path
  const parts = [known, ...trouble.fields.map((one) => `${label(one.field)}: ${one.description}`)]
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
