import { AsyncLocalStorage } from 'node:async_hooks'
import { singleton } from './singleton'

const scope = singleton('request-scope', () => new AsyncLocalStorage<string>())

/** Runs `work` so that every log line written meanwhile carries `requestId`. */
export function withRequestId<T>(requestId: string, work: () => T): T {
  return scope.run(requestId, work)
}

/** The id of the request (or job) being served, if any. */
export function currentRequestId(): string | undefined {
  return scope.getStore()
}
