import type { RpcCall, RpcOutcome } from './json-rpc'

const MAX_BATCH = 40

type Waiting = { call: RpcCall; promise: Promise<unknown>; settle(outcome: RpcOutcome): void }

/**
 * Gathers the calls made in one turn of the event loop and sends them as one request. The same question asked twice in
 * that turn is sent once; nothing is remembered longer, so no caller sees a state older than its own question.
 */
export function coalesce(send: (calls: RpcCall[]) => Promise<RpcOutcome[]>): (call: RpcCall) => Promise<unknown> {
  let waiting = new Map<string, Waiting>()

  function flush() {
    const batch = [...waiting.values()]
    waiting = new Map()
    for (let start = 0; start < batch.length; start += MAX_BATCH) sendBatch(batch.slice(start, start + MAX_BATCH))
  }

  function sendBatch(batch: Waiting[]) {
    send(batch.map(({ call }) => call)).then(
      (outcomes) => {
        for (const [index, outcome] of outcomes.entries()) batch[index]?.settle(outcome)
      },
      (failure) => {
        for (const entry of batch) entry.settle({ failure })
      },
    )
  }

  return (call) => {
    const key = JSON.stringify([call.method, call.params])
    const known = waiting.get(key)
    if (known) return known.promise

    if (waiting.size === 0) setImmediate(flush)
    const { promise, settle } = waitingFor()
    waiting.set(key, { call, promise, settle })
    return promise
  }
}

function waitingFor(): Pick<Waiting, 'promise' | 'settle'> {
  let settle: Waiting['settle'] = () => {}
  const promise = new Promise<unknown>((resolve, reject) => {
    settle = (outcome) => ('failure' in outcome ? reject(outcome.failure) : resolve(outcome.result))
  })
  return { promise, settle }
}
