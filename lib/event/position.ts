import { isId } from '@/lib/id'

/** A place in the log: the writing transaction and the event. Everything visible before it stays before it. */
export type Position = { tx: bigint; id: string }

const FIRST_ID = '00000000-0000-0000-0000-000000000000'
const MAX_TX = 2n ** 64n - 1n

/** Before every event of transaction `tx` and later. */
export function positionBefore(tx: bigint): Position {
  return { tx, id: FIRST_ID }
}

/** As it stands in an SSE `id` and in `Last-Event-ID`. */
export function formatPosition({ tx, id }: Position): string {
  return `${tx}:${id}`
}

/** Null for anything that is not one of ours. */
export function parsePosition(text: string): Position | null {
  const match = /^(\d{1,20}):([0-9a-f-]{36})$/.exec(text)
  if (!match?.[1] || !match[2]) return null

  const tx = BigInt(match[1])
  const known = match[2] === FIRST_ID || isId(match[2])
  return tx <= MAX_TX && known ? { tx, id: match[2] } : null
}
