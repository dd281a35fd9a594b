import { expect, test } from 'vitest'

import { refusalFrom } from '@/api/refusal'

const kError = {
  error: {
    message: 'wrong',
    details: [
      { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'INVALID_FIELD' },
      {
        '@type': 'type.googleapis.com/google.rpc.BadRequest',
        fieldViolations: [{ field: 'handle', description: 'is required' }],
      },
      { '@type': 'type.googleapis.com/google.rpc.RequestInfo', requestId: 'abc' },
    ],
  },
}

test('a refusal carries reason, fields, waiting time and trace', () => {
  const refusal = refusalFrom(400, kError, '7')
  expect(refusal.reason).toBe('INVALID_FIELD')
  expect(refusal.fields).toEqual([{ field: 'handle', description: 'is required' }])
  expect(refusal.retryAfterSeconds).toBe(7)
  expect(refusal.traceId).toBe('abc')
})

test.each([null, {}, 'a page of a proxy', { error: null }])(
  'whatever else came is a refusal too: %j',
  (body) => {
    const refusal = refusalFrom(502, body, null)
    expect(refusal.reason).toBe('UNEXPECTED_ANSWER')
    expect(refusal.httpStatus).toBe(502)
  },
)

test('only 401 means that nobody is signed in', () => {
  expect(refusalFrom(401, null, null).signedOut).toBe(true)
  expect(refusalFrom(403, null, null).signedOut).toBe(false)
})
