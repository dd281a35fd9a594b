// Follows a state of the server: by server-sent events where the browser can, by asking again and
// again where it cannot. The newest state is all that counts.
import { address, getInBackground, type Query } from './client'
import { Refusal } from './refusal'

export interface Versioned {
  version: string
}

const kAskEvery = 5_000

// `over` is told once that the session is over; nothing more is shown then.
export function watch<T extends Versioned>(
  streamPath: string,
  pollPath: string,
  query: Query,
  show: (state: T) => void,
  over: () => void = () => {},
): () => void {
  if (typeof EventSource === 'undefined') return poll(pollPath, query, show, over)
  const source = new EventSource(address(streamPath, query))
  let stopPolling = () => {}
  source.onmessage = (event) => show(JSON.parse(event.data) as T)
  source.onerror = () => {
    // The browser connects again by itself, unless the server said that it makes no sense.
    if (source.readyState !== EventSource.CLOSED) return
    stopPolling()
    stopPolling = poll(pollPath, query, show, over)
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
  over: () => void,
): () => void {
  let version = ''
  let timer = 0
  let stopped = false
  const stop = () => {
    stopped = true
    window.clearInterval(timer)
  }
  const ask = async () => {
    try {
      const state = await getInBackground<T>(path, { ...query, afterVersion: version })
      if (stopped || state.version === version) return
      version = state.version
      show(state)
    } catch (trouble) {
      // The next question may be answered, unless nobody is signed in any more.
      if (stopped || !(trouble instanceof Refusal) || !trouble.signedOut) return
      stop()
      over()
    }
  }
  void ask()
  timer = window.setInterval(() => void ask(), kAskEvery)
  return stop
}
