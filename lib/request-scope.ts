import { AsyncLocalStorage } from 'node:async_hooks'
import { singleton } from './singleton'

/** What is being served, and the ids that belong to it: of a job, an event, a delivery. */
type Scope = { requestId: string; ids?: Readonly<Record<string, string>> }

const scope = singleton('request-scope', () => new AsyncLocalStorage<Scope>())

/** Runs `work` so that every log line written meanwhile carries `requestId`, and `ids` beside those it had already. */
export function withRequestId<T>(requestId: string, work: () => T, ids?: Readonly<Record<string, string>>): T {
  const outer = scope.getStore()?.ids
  return scope.run({ requestId, ids: outer || ids ? { ...outer, ...ids } : undefined }, work)
}

/** The id of the request (or job) being served, if any. */
export function currentRequestId(): string | undefined {
  return scope.getStore()?.requestId
}

/** The ids that belong to what is being served, beside its request id. */
export function currentIds(): Readonly<Record<string, string>> | undefined {
  return scope.getStore()?.ids
}
