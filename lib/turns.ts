import { AppError } from './errors'
import { singleton } from './singleton'

type Turns = { running: number; waiting: (() => void)[] }
type Bounds = { atOnce: number; waiting: number }

/**
 * Does what costs much a few at a time; the others wait their turn in the order they came. E9003 (503), saying `tooMany`,
 * when too many wait already.
 */
export async function inTurn<T>(name: string, most: Bounds, tooMany: string, work: () => Promise<T>): Promise<T> {
  const turns = singleton(`turns:${name}`, (): Turns => ({ running: 0, waiting: [] }))
  const isBusy = turns.running >= most.atOnce
  if (isBusy && turns.waiting.length >= most.waiting) throw new AppError('E9003', tooMany, { status: 503 })
  if (isBusy) await new Promise<void>((resolve) => turns.waiting.push(resolve))
  else turns.running++

  try {
    return await work()
  } finally {
    const next = turns.waiting.shift()
    if (next) next()
    else turns.running--
  }
}
