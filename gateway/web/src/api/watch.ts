// Follows a state of the server: by server-sent events where the browser can, by asking again and
// again where it cannot. The newest state is all that counts.
import { address, get, type Query } from './client'

export interface Versioned {
  version: string
}

const kAskEvery = 5_000

export function watch<T extends Versioned>(
  streamPath: string,
  pollPath: string,
  query: Query,
  show: (state: T) => void,
): () => void {
  if (typeof EventSource === 'undefined') return poll(pollPath, query, show)
  const source = new EventSource(address(streamPath, query))
  let stopPolling = () => {}
  source.onmessage = (event) => show(JSON.parse(event.data) as T)
  source.onerror = () => {
    // The browser connects again by itself, unless the server said that it makes no sense.
    if (source.readyState !== EventSource.CLOSED) return
    stopPolling()
    stopPolling = poll(pollPath, query, show)
  }
  return () => {
    source.close()
    stopPolling()
  }
}

function poll<T extends Versioned>(
  path: string,
  query: Query,
  show: (state: T) => void,
): () => void {
  let version = ''
  const ask = async () => {
    try {
      const state = await get<T>(path, { ...query, afterVersion: version })
      if (state.version === version) return
      version = state.version
      show(state)
    } catch {
      // The next question may be answered.
    }
  }
  void ask()
  const timer = window.setInterval(() => void ask(), kAskEvery)
  return () => window.clearInterval(timer)
}
