import type { Row } from './fold'

type Held = Row & { fold: number }

/**
 * Pure: what must be written so that `held`, the changes that hold now, become `wanted`: new ones, those that come out
 * differently, and one without an observation for each that is taken out. Nothing when they are the same.
 */
export function correctionsOf(held: readonly Held[], wanted: readonly Row[]): Held[] {
  const holds = new Map(held.map((row) => [nameOf(row), row]))
  const wants = new Set(wanted.map(nameOf))

  const changed = wanted.flatMap((row) => {
    const old = holds.get(nameOf(row))
    if (old && isSame(old, row)) return []
    return [{ ...row, fold: old ? old.fold + 1 : 0 }]
  })
  const taken = held
    .filter((row) => row.observation !== null && !wants.has(nameOf(row)))
    .map((row) => ({ ...row, observation: null, before: null, after: null, fold: row.fold + 1 }))
  return [...taken, ...changed]
}

function nameOf({ receiptId, dimension }: Row): string {
  return `${receiptId} ${dimension}`
}

function isSame(a: Row, b: Row): boolean {
  return (
    a.observation === b.observation &&
    a.alphaPpm === b.alphaPpm &&
    a.n === b.n &&
    a.before === b.before &&
    a.after === b.after &&
    a.at.getTime() === b.at.getTime()
  )
}
