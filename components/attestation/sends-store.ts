import type { PreparedCall } from '@/components/wallet/use-calls'

/** One transaction of a wallet, and which items of the workflow it is. */
export type SendCall = PreparedCall & { indexes: number[] }

/** What the desk prepares. `sent`: how many items were said to be sent, and are left out. */
export type Prepared = { calls: SendCall[]; sent: number }

/**
 * What a wallet sends for a workflow, kept in this browser. The desk learns of each transaction from the chain, a little
 * later, and may prepare the same again until then: what was asked for once is kept, also over a reload.
 */
export type Plan = {
  calls: SendCall[]
  done: number
  /** How many items waited when it was last looked, and since when that has not moved; null: nothing was sent. */
  waits: number
  quietSince: number | null
}

/** As long as the desk is given to find on the chain what was sent: what is sent again sooner is attested twice. */
export const QUIET_MS = 120_000

/** Pure: what the desk has just prepared. Somebody may have sent part of it elsewhere. */
export function newPlan({ calls, sent }: Prepared, waits: number, now: number): Plan {
  return { calls, done: 0, waits, quietSince: sent > 0 ? now : null }
}

/** Pure: one more of it is in a block. */
export const afterMined = (plan: Plan, now: number): Plan => ({ ...plan, done: plan.done + 1, quietSince: now })

/** Pure: so many items wait now. While the desk still finds some, it is not quiet. */
export function afterLook(plan: Plan, waits: number, now: number): Plan {
  return waits === plan.waits ? plan : { ...plan, waits, quietSince: now }
}

/** Pure: nothing of it waits, or nobody is here to send it: what it says is forgotten, not that something was sent. */
export const atRest = ({ waits }: Plan, now: number): Plan => ({ calls: [], done: 0, waits, quietSince: now })

/** Pure: whether what was sent may be asked for again. `readAt`: when the desk last said how many items wait. */
export function isQuiet({ quietSince }: Plan, readAt: number): boolean {
  return quietSince === null || readAt - quietSince >= QUIET_MS
}

const SENDS = 'countersign.sends.'

/** The name of one of its transactions while it is under way. */
export const callOf = (id: string, at: number | '') => `attest.${id}.${at}`

/** Pure: whether something of it may have been sent. `names`: what this browser keeps; transactions under way among it. */
export function hasBegun(id: string, { quietSince }: Plan, names: readonly string[]): boolean {
  const isUnderWay = (name: string) => name.startsWith('countersign.sent.') && name.includes(`.${callOf(id, '')}`)
  return quietSince !== null || names.some(isUnderWay)
}

export function readPlan(id: string): Plan | null {
  try {
    return JSON.parse(localStorage.getItem(SENDS + id) ?? 'null') as Plan | null
  } catch {
    return null
  }
}

export function keepPlan(id: string, plan: Plan | null): void {
  try {
    if (plan) localStorage.setItem(SENDS + id, JSON.stringify(plan))
    else localStorage.removeItem(SENDS + id)
  } catch {
    // A browser that keeps nothing: the plan lasts as long as the page.
  }
}

/** Nothing of this workflow waits any more. */
export function restPlan(id: string): void {
  const plan = readPlan(id)
  if (plan && plan.calls.length > 0) keepPlan(id, atRest(plan, Date.now()))
}

/** Somebody signs out: the next at this browser does not read what they were to send. */
export function forgetSends(): void {
  try {
    const names = Object.keys(localStorage)
    for (const name of names.filter((each) => each.startsWith(SENDS))) {
      const id = name.slice(SENDS.length)
      const plan = readPlan(id)
      keepPlan(id, plan && hasBegun(id, plan, names) ? atRest(plan, Date.now()) : null)
    }
  } catch {
    // Nothing is kept, then.
  }
}
