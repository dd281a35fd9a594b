import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { watch, type Versioned } from '@/api/watch'

// The streams that were opened; tests decide what comes out of them.
class Stream {
  static readonly CLOSED = 2
  static opened: Stream[] = []
  readyState = 0
  onmessage: (event: { data: string }) => void = () => {}
  onerror: () => void = () => {}
  constructor(readonly path: string) {
    Stream.opened.push(this)
  }
  close(): void {
    this.readyState = Stream.CLOSED
  }
  fail(): void {
    this.readyState = Stream.CLOSED
    this.onerror()
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  Stream.opened = []
  vi.stubGlobal('EventSource', Stream)
  vi.stubGlobal('window', { setInterval, clearInterval })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function answering(status: number, body: string) {
  const headers = { 'Content-Type': 'application/json' }
  const asked = vi.fn(async () => new Response(body, { status, headers }))
  vi.stubGlobal('fetch', asked)
  return asked
}

test('what the stream says is shown, and nobody asks beside it', async () => {
  const asked = answering(200, '{}')
  const show = vi.fn()
  watch('/w', '/p', {}, show)
  Stream.opened[0]?.onmessage({ data: '{"version":"1"}' })
  Stream.opened[0]?.onerror()
  await vi.advanceTimersByTimeAsync(20_000)
  expect(show).toHaveBeenCalledExactlyOnceWith({ version: '1' })
  expect(asked).not.toHaveBeenCalled()
})

test('a stream that is refused for good is replaced by asking until told to stop', async () => {
  const asked = answering(503, '{}')
  const over = vi.fn()
  const stop = watch('/w', '/p', {}, () => {}, over)
  Stream.opened[0]?.fail()
  await vi.advanceTimersByTimeAsync(20_001)
  expect(asked).toHaveBeenCalledTimes(5)
  stop()
  await vi.advanceTimersByTimeAsync(20_000)
  expect(asked).toHaveBeenCalledTimes(5)
  expect(over).not.toHaveBeenCalled()
})

test('asking by itself does not count as using the session', async () => {
  const asked = answering(200, '{"version":"1"}')
  watch('/w', '/p', {}, () => {})
  Stream.opened[0]?.fail()
  await vi.advanceTimersByTimeAsync(1)
  const sent = expect.objectContaining({ 'X-Qianmo-Background': 'true' })
  expect(asked).toHaveBeenCalledWith('/p', expect.objectContaining({ headers: sent }))
})

test('a state is shown once however often it is asked for', async () => {
  answering(200, '{"version":"1"}')
  const show = vi.fn((_state: Versioned) => {})
  watch('/w', '/p', {}, show)
  Stream.opened[0]?.fail()
  await vi.advanceTimersByTimeAsync(20_001)
  expect(show).toHaveBeenCalledTimes(1)
})

test('once the session is over nobody asks any more, and the app is told once', async () => {
  const asked = answering(401, '{}')
  const over = vi.fn()
  watch('/w', '/p', {}, () => {}, over)
  Stream.opened[0]?.fail()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toHaveBeenCalledTimes(1)
  expect(over).toHaveBeenCalledTimes(1)
})

test('who has stopped watching hears nothing of a late refusal', async () => {
  answering(401, '{}')
  const over = vi.fn()
  const stop = watch('/w', '/p', {}, () => {}, over)
  Stream.opened[0]?.fail()
  stop()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(over).not.toHaveBeenCalled()
})
