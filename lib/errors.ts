/**
 * Every error the product answers with: code → HTTP status and title. The list is the one of the API page; a code that
 * can have two statuses carries the default here and names the other when thrown.
 */
export const ERRORS = {
  E1001: { status: 400, title: 'Invalid wallet address' },
  E1002: { status: 400, title: 'Invalid chain' },
  E1003: { status: 404, title: 'Wallet challenge not found' },
  E1004: { status: 410, title: 'Wallet challenge expired' },
  E1005: { status: 400, title: 'Signature invalid' },
  E1006: { status: 400, title: 'Signed by another address' },
  E1007: { status: 409, title: 'Already used' },
  E1008: { status: 400, title: 'Signature format' },
  E2001: { status: 400, title: 'Invalid address' },
  E2002: { status: 400, title: 'Unsupported network' },
  E2003: { status: 400, title: 'Token address required' },
  E2004: { status: 502, title: 'Chain providers unreachable' },
  E2005: { status: 400, title: 'Invalid threshold' },
  E2007: { status: 400, title: 'Invalid token' },
  E2008: { status: 403, title: 'Wallet not proven' },
  E2009: { status: 403, title: 'Requirement not yours' },
  E3001: { status: 400, title: 'Invalid mode' },
  E3002: { status: 400, title: 'SOLO has no counterparty' },
  E3003: { status: 400, title: 'Bond required' },
  E3004: { status: 400, title: 'Time out of range' },
  E3010: { status: 404, title: 'Challenge not found' },
  E3011: { status: 409, title: 'Not open for acceptance' },
  E3012: { status: 403, title: 'Not the counterparty' },
  E3013: { status: 410, title: 'Challenge expired' },
  E3014: { status: 409, title: 'Not possible in this status' },
  E3015: { status: 409, title: 'Already accepted' },
  E3016: { status: 409, title: 'Intent of an old revision' },
  E3020: { status: 409, title: 'Not open for resolution' },
  E3021: { status: 400, title: 'Invalid outcome' },
  E3022: { status: 400, title: 'GATEKEEPER without any requirement' },
  E3023: { status: 400, title: 'ENFORCED without a named counterparty' },
  E3024: { status: 400, title: 'Same party' },
  E4001: { status: 503, title: 'Oracle unavailable' },
  E4002: { status: 422, title: 'Oracle ambiguous' },
  E4003: { status: 400, title: 'Invalid bond' },
  E4004: { status: 409, title: 'Roster too small' },
  E4020: { status: 409, title: 'Verification pending' },
  E4021: { status: 422, title: 'Verification failed' },
  E5010: { status: 404, title: 'Stake not found' },
  E5011: { status: 409, title: 'Already processed' },
  E5012: { status: 402, title: 'Balance or allowance short' },
  E5013: { status: 409, title: 'Chain deadline passed' },
  E6001: { status: 400, title: 'Invalid endpoint URL' },
  E6002: { status: 404, title: 'Endpoint not found' },
  E6004: { status: 413, title: 'Event too large' },
  E6005: { status: 409, title: 'Stale receipt handle' },
  E7001: { status: 404, title: 'Receipt or attestation not found' },
  E7002: { status: 403, title: 'UNAUTHORIZED_ATTESTATION' },
  E7003: { status: 409, title: 'QUORUM_NOT_MET' },
  E7004: { status: 409, title: 'Already attested' },
  E7005: { status: 403, title: 'Schema not allowed' },
  E7006: { status: 409, title: 'Appeal closed' },
  E8001: { status: 404, title: 'Agent not found' },
  E8002: { status: 403, title: 'Not a participant' },
  E8003: { status: 402, title: 'Not enough credits' },
  E8004: { status: 404, title: 'Release not found' },
  E8005: { status: 409, title: 'Release moved on' },
  E8006: { status: 503, title: 'Limit reached in the isolate' },
  E9001: { status: 500, title: 'Internal error' },
  E9002: { status: 503, title: 'Database unavailable' },
  E9003: { status: 429, title: 'Rate limited' },
  E9004: { status: 400, title: 'Validation failed' },
  E9005: { status: 401, title: 'Authentication required' },
  E9006: { status: 401, title: 'Invalid credentials' },
  E9007: { status: 403, title: 'Forbidden' },
  E9008: { status: 404, title: 'Not found' },
  E9009: { status: 409, title: 'Idempotency conflict' },
  E9010: { status: 503, title: 'Feature off or not built yet' },
  E9011: { status: 405, title: 'Method not allowed' },
  E9012: { status: 413, title: 'Body too large' },
  E9013: { status: 415, title: 'Unsupported media type' },
} as const satisfies Record<string, { status: number; title: string }>

export type ErrorCode = keyof typeof ERRORS

export type FieldError = { path: string; message: string }

type Extra = { cause?: unknown; fields?: FieldError[]; status?: number; headers?: Record<string, string> }

/**
 * The one error verbs throw. `message` is a sentence that tells the person what to do and may be shown;
 * `cause` is for the log only. `status` overrides the code's HTTP status where the API gives a code two.
 */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly fields: FieldError[] | undefined
  readonly status: number
  readonly headers: Record<string, string>

  constructor(
    readonly code: ErrorCode,
    message: string,
    extra: Extra = {},
  ) {
    super(message, extra.cause === undefined ? undefined : { cause: extra.cause })
    this.fields = extra.fields
    this.status = extra.status ?? ERRORS[code].status
    this.headers = extra.headers ?? {}
  }
}

/** Whether `error` is an AppError, optionally with this code. */
export function isAppError(error: unknown, code?: ErrorCode): error is AppError {
  return error instanceof AppError && (code === undefined || error.code === code)
}
