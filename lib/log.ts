import pino, { type DestinationStream, type Logger } from 'pino'
import { loggable, loggableText } from './log-redact'
import { currentIds, currentRequestId } from './request-scope'
import { singleton } from './singleton'

/**
 * Structured logs to standard output. Nothing secret and no balance is ever passed here; what lib/log-redact.ts takes out
 * is the second line of defence, not the first. Every line carries the id of the request it was written for, in jobs and
 * deliveries their ids too.
 */
export const log = singleton('log', () => makeLog())

/** A logger as `log`; to `destination` instead of standard output in tests. */
export function makeLog(destination?: DestinationStream): Logger {
  const options: pino.LoggerOptions = {
    level: process.env.LOG_LEVEL ?? 'info',
    base: { service: 'countersign' },
    mixin: () => {
      const requestId = currentRequestId()
      return requestId === undefined ? {} : { request_id: requestId, ...currentIds() }
    },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { log: (fields) => loggable(fields) as Record<string, unknown> },
    // Instead of pino's own, which tells messages; what `loggable` described stays as it is.
    serializers: { err: (error: unknown) => loggable(error) },
    hooks: {
      // Without a message pino takes the error's own, which may quote URLs and bodies.
      logMethod(args, method) {
        const [first, ...rest] = args
        if (typeof first === 'object' && rest.length === 0) method.apply(this, [first, 'no message'])
        else method.apply(this, [textOf(first), ...rest.map(textOf)] as Parameters<typeof method>)
      },
    },
  }
  return destination ? pino(options, destination) : pino(options)
}

function textOf(part: unknown): unknown {
  return typeof part === 'string' ? loggableText(part) : part
}
