// Calls to the gateway. The session is in a cookie that no script can read; a call that changes
// something says in a header that it comes from this app, which no other site can.
import { Refusal, refusalFrom } from './refusal'

export type Query = Record<string, string | number | boolean | undefined>

const kClient = { 'X-Qianmo-Client': 'web' }

export function address(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  const text = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString()
  return text === '' ? path : `${path}?${text}`
}

async function answer<T>(response: Response): Promise<T> {
  const type = response.headers.get('Content-Type') ?? ''
  const body = type.startsWith('application/json') ? await response.json().catch(() => null) : null
  if (response.ok && body !== null) return body as T
  throw refusalFrom(response.status, body, response.headers.get('Retry-After'))
}

async function send<T>(path: string, init: RequestInit): Promise<T> {
  let response: Response
  try {
    response = await fetch(path, { credentials: 'same-origin', ...init })
  } catch {
    throw new Refusal(0, 'NETWORK_AWAY', 'the network cannot be reached')
  }
  return answer<T>(response)
}

export function get<T>(path: string, query: Query = {}): Promise<T> {
  return send<T>(address(path, query), { headers: { Accept: 'application/json' } })
}

// What the page asks by itself, while perhaps nobody sits before it: the session ends as if it had
// not been asked.
export function getInBackground<T>(path: string, query: Query = {}): Promise<T> {
  const headers = { Accept: 'application/json', 'X-Qianmo-Background': 'true' }
  return send<T>(address(path, query), { headers })
}

export function post<T>(path: string, body: object): Promise<T> {
  return change<T>('POST', path, body)
}

// Arrives also when the page is left before the answer.
export function postAtLeaving<T>(path: string, body: object): Promise<T> {
  return change<T>('POST', path, body, { keepalive: true })
}

export function patch<T>(path: string, body: object, query: Query = {}): Promise<T> {
  return change<T>('PATCH', address(path, query), body)
}

export function put<T>(path: string, bytes: Blob, query: Query): Promise<T> {
  const headers = { ...kClient, 'Content-Type': 'application/octet-stream' }
  return send<T>(address(path, query), { method: 'PUT', headers, body: bytes })
}

function change<T>(
  method: string,
  path: string,
  body: object,
  more: RequestInit = {},
): Promise<T> {
  const headers = { ...kClient, 'Content-Type': 'application/json', Accept: 'application/json' }
  return send<T>(path, { method, headers, body: JSON.stringify(body), ...more })
}
