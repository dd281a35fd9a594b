import { Refusal } from './refusal'

// UUIDs of version 7: time first, so that the database keeps them together.
export function newRequestId(now: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  let rest = now
  for (let i = 5; i >= 0; i--) {
    bytes[i] = rest % 256
    rest = Math.floor(rest / 256)
  }
  bytes[6] = 0x70 | (bytes[6]! & 0x0f)
  bytes[8] = 0x80 | (bytes[8]! & 0x3f)
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [8, 12, 16, 20].reduceRight((text, at) => `${text.slice(0, at)}-${text.slice(at)}`, hex)
}

// The id of the next try. A refusal stays with its request; where nobody knows whether it was done,
// the same request is sent again, and is done once.
export function requestIdAfter(trouble: unknown, requestId: string): string {
  const isAnswered = trouble instanceof Refusal && trouble.httpStatus >= 400
  return isAnswered && trouble.httpStatus < 500 ? newRequestId() : requestId
}
