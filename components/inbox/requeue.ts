import type { usePlaceApi } from './place'
import type { RequeuedView } from './types'

type Call = ReturnType<typeof usePlaceApi>

/** The desk takes so many ids at a time. */
const AT_ONCE = 200

/** Brings these dead letters back, however many. */
export async function requeueThese(call: Call, ids: readonly string[]): Promise<RequeuedView> {
  let total = NOTHING
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const body = { ids: ids.slice(at, at + AT_ONCE) }
    total = addUp(total, await call<RequeuedView>('POST', 'inbox/dead/requeue', { body }))
  }
  return total
}

/** Brings every dead letter back, or every one of a type, until the desk says that there are no more. */
export async function requeueAll(call: Call, type: string | undefined): Promise<RequeuedView> {
  let total = NOTHING
  for (;;) {
    const body = { all: true, ...(type ? { type } : {}) }
    const answer = await call<RequeuedView>('POST', 'inbox/dead/requeue', { body })
    // What is left out stays left out, and is counted by every call.
    total = { ...addUp(total, answer), left_out: answer.left_out, more: answer.more }
    if (!answer.more || answer.requeued === 0) return total
  }
}

const NOTHING: RequeuedView = { requeued: 0, left_out: [], more: false }

function addUp(one: RequeuedView, other: RequeuedView): RequeuedView {
  return { requeued: one.requeued + other.requeued, left_out: [...one.left_out, ...other.left_out], more: false }
}
