import { ApiProblem } from '@/components/data/api'
import type { EventBody } from './event-draft'
import { ALL_TEMPLATES } from './templates'

export type BatchState = { accepted: number; refused: number; why: string | null }

/** Calls under way at the same time. */
const AT_ONCE = 4

/** Pure: so many events of one example, or of all in turn, that can be found again by `batch`. */
export function makeBatch(count: number, template: string, batch: string): EventBody[] {
  const chosen = ALL_TEMPLATES.filter(({ type }) => template === '' || type === template)
  return Array.from({ length: count }, (_, index) => {
    const { type, subject, payload, metadata } = chosen[index % chosen.length] as (typeof chosen)[number]
    return { type, payload: { ...payload }, metadata: { ...metadata, subject, batch, number: index + 1 } }
  })
}

type Options = {
  publish: (body: EventBody) => Promise<unknown>
  tell: (state: BatchState) => void
  isStopped: () => boolean
  pause: (ms: number) => Promise<unknown>
}

/** Sends them all, a few at a time. Told to slow down it waits as long as it is told; another refusal is counted. */
export async function sendBatch(bodies: readonly EventBody[], options: Options): Promise<BatchState> {
  const { publish, tell, isStopped, pause } = options
  const queue = [...bodies]
  let state: BatchState = { accepted: 0, refused: 0, why: null }
  const note = (change: Partial<BatchState>) => {
    state = { ...state, ...change }
    tell(state)
  }

  const work = async () => {
    for (let body = queue.shift(); body !== undefined && !isStopped(); body = queue.shift()) {
      try {
        await publish(body)
        note({ accepted: state.accepted + 1 })
      } catch (error) {
        if (error instanceof ApiProblem && error.status === 429) {
          queue.unshift(body)
          await pause((error.retryAfterSeconds ?? 1) * 1_000)
        } else {
          note({ refused: state.refused + 1, why: error instanceof Error ? error.message : null })
        }
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return state
}
