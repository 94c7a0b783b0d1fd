import pino from 'pino'
import { currentRequestId } from './request-scope'
import { singleton } from './singleton'

/**
 * Structured logs to standard output. Nothing secret and no balance is ever passed here; the redaction below is the
 * second line of defence, not the first. Errors are logged by name, code and stack only: messages of RPC and database
 * libraries carry URLs with keys and request bodies.
 */
export const log = singleton('log', () =>
  pino({
    level: process.env.LOG_LEVEL ?? 'info',
    base: { service: 'countersign' },
    mixin: () => {
      const requestId = currentRequestId()
      return requestId === undefined ? {} : { request_id: requestId }
    },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: [
        'authorization',
        'cookie',
        'signature',
        'token',
        'secret',
        'salt',
        'balance',
        'key',
        '*.authorization',
        '*.cookie',
        '*.signature',
        '*.token',
        '*.secret',
        '*.salt',
        '*.balance',
      ],
      censor: '[redacted]',
    },
    serializers: { err: describeError },
  }),
)

/** What may be logged of an error: its name, code and where it happened, and the causes' the same way. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error }

  const own = isOurs(error) ? { message: error.message } : {}
  const code = (error as { code?: unknown }).code
  return {
    name: error.name,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...own,
    at: framesOf(error.stack),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  }
}

/** Our own sentences are written to be shown; other people's may quote URLs and bodies. */
function isOurs(error: Error): boolean {
  return (
    error.name === 'AppError' ||
    error instanceof TypeError ||
    error instanceof RangeError ||
    error instanceof ReferenceError
  )
}

function framesOf(stack: string | undefined): string[] {
  return (stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 8)
    .map((line) => line.trim())
}
