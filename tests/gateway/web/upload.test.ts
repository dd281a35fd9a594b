import { afterEach, expect, test, vi } from 'vitest'

import { Sending } from '@/features/files/files'

// A server that keeps what it is sent; `fail` says which request breaks.
function server(fail: (method: string, count: number) => boolean) {
  let kept = ''
  let count = 0
  const json = (body: object) =>
    new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json' } })
  const name = 'counties/1/uploads/u'
  const state = () => ({ name, receivedSize: `${kept.length}`, chunkLimit: '4' })
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const method = init.method ?? 'GET'
    if (method === 'PUT') {
      count += 1
      const offset = Number(new URL(path, 'http://x').searchParams.get('offset'))
      expect(offset).toBe(kept.length)
      kept += await (init.body as Blob).text()
      if (fail(method, count)) throw new TypeError('the answer is lost')
    }
    if (path.endsWith(':finish')) return json({ name: 'counties/1/files/f', fileName: kept })
    return json(state())
  })
  return () => kept
}

afterEach(() => vi.unstubAllGlobals())

test('a file is sent in chunks and in order', async () => {
  const kept = server(() => false)
  const shares: number[] = []
  const file = new File(['0123456789'], '账.txt')
  const sending = new Sending('counties/1', file, (share) => shares.push(share))
  await sending.send()
  expect(kept()).toBe('0123456789')
  expect(shares).toEqual([0.4, 0.8, 1])
})

test('an upload goes on where it was interrupted', async () => {
  const kept = server((_, count) => count === 2)
  const sending = new Sending('counties/1', new File(['0123456789'], 'a.txt'), () => {})
  await expect(sending.send()).rejects.toMatchObject({ reason: 'NETWORK_AWAY' })
  await sending.send()
  expect(kept()).toBe('0123456789')
})
