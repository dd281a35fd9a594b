// What a refusal is told with. What stands in [ ] is left out where the server did not tell all
// that its {blanks} want; amounts in fen are told in yuan.
import { yuan } from '../money'

export type Sentence = readonly [zh: string, en: string]
export type Sentences = Record<string, Sentence>

export type Told = Record<string, string>

export function fillSentence(sentence: string, told: Told): string {
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_, blank: string) => {
      const value = told[blank] ?? ''
      return blank.endsWith('_fen') ? yuan(value) : value
    })
  return sentence.replace(/\[([^\]]*)\]/g, (_, part: string) => {
    const blanks = Array.from(part.matchAll(/\{(\w+)\}/g), (match) => match[1] ?? '')
    return blanks.every((blank) => (told[blank] ?? '') !== '') ? fill(part) : ''
  })
}
