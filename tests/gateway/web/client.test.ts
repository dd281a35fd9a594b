import { afterEach, expect, test, vi } from 'vitest'

import { address, get, patch, post, put } from '@/api/client'
import { Refusal } from '@/api/refusal'

afterEach(() => vi.unstubAllGlobals())

function answering(status: number, body: string, headers: Record<string, string> = {}) {
  const asked = vi.fn(
    async (_path: string, _init: RequestInit) =>
      new Response(body, { status, headers: { 'Content-Type': 'application/json', ...headers } }),
  )
  vi.stubGlobal('fetch', asked)
  return asked
}

test('a query leaves out what is not given and escapes the rest', () => {
  expect(address('/v1/me', { a: undefined, b: '', c: '中 文', d: 3, e: false })).toBe(
    '/v1/me?c=%E4%B8%AD+%E6%96%87&d=3&e=false',
  )
  expect(address('/v1/me')).toBe('/v1/me')
})

test('every change says that it comes from this app', async () => {
  const asked = answering(200, '{}')
  await post('/v1/a', {})
  await patch('/v1/a', {})
  await put('/v1/a', new Blob(['x']), { offset: 0 })
  expect(asked).toHaveBeenCalledTimes(3)
  for (const [, init] of asked.mock.calls) {
    expect(new Headers(init.headers).get('X-Qianmo-Client')).toBe('web')
    expect(init.credentials).toBe('same-origin')
  }
})

test('a refusal is thrown with its reason', async () => {
  answering(404, '{"error":{"message":"gone","details":[]}}')
  await expect(get('/v1/a')).rejects.toMatchObject({ httpStatus: 404, message: 'gone' })
})

test('an answer that is not JSON is never taken for success', async () => {
  answering(200, '<html>', { 'Content-Type': 'text/html' })
  await expect(get('/v1/a')).rejects.toBeInstanceOf(Refusal)
})

test('a network that is away is told apart from a refusal of the server', async () => {
  vi.stubGlobal('fetch', vi.fn(async () => Promise.reject(new TypeError('away'))))
  await expect(get('/v1/a')).rejects.toMatchObject({ reason: 'NETWORK_AWAY', httpStatus: 0 })
})
