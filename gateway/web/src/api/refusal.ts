// What the server said no with: the reason is for the program, the message for people, the fields
// for the form.
export interface FieldProblem {
  field: string
  description: string
}

export class Refusal extends Error {
  constructor(
    readonly httpStatus: number,
    readonly reason: string,
    message: string,
    readonly fields: FieldProblem[] = [],
    readonly retryAfterSeconds = 0,
    readonly traceId = '',
    // What the server tells of the reason, such as a limit or a line.
    readonly told: Record<string, string> = {},
  ) {
    super(message)
  }

  get signedOut(): boolean {
    return this.httpStatus === 401
  }
}

interface Detail {
  '@type'?: string
  reason?: string
  metadata?: Record<string, string>
  requestId?: string
  fieldViolations?: FieldProblem[]
}

// Reads an AIP-193 error; whatever else came (a proxy's page, nothing) becomes a refusal too.
export function refusalFrom(httpStatus: number, body: unknown, retryAfter: string | null): Refusal {
  const error = (body as { error?: { message?: string; details?: Detail[] } } | null)?.error
  const details = error?.details ?? []
  const find = (type: string) => details.find((detail) => detail['@type']?.endsWith(type))
  const info = find('google.rpc.ErrorInfo')
  return new Refusal(
    httpStatus,
    info?.reason ?? 'UNEXPECTED_ANSWER',
    error?.message ?? `HTTP ${httpStatus}`,
    find('google.rpc.BadRequest')?.fieldViolations ?? [],
    Number(retryAfter ?? 0) || 0,
    find('google.rpc.RequestInfo')?.requestId ?? '',
    info?.metadata ?? {},
  )
}
