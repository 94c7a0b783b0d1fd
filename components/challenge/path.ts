import type { Mode, Status } from '@/lib/challenge/state'
import { isTerminal } from '@/lib/challenge/state'
import { lifeOf } from './life'

export type PathStep = { status: Status; place: 'done' | 'now' | 'ahead' }

type Entry = { after: string | null }

/**
 * Pure: the way it has come and the way ahead if all goes well, from the state table. `log`: its entries, which say what
 * was reached before it ended otherwise.
 */
export function pathOf(mode: Mode, status: Status, log: readonly Entry[]): PathStep[] {
  const way = lifeOf(mode).map((station) => station.status)
  const at = way.indexOf(status)
  if (at >= 0) return way.map((each, index) => ({ status: each, place: placeOf(index, at) }))

  const reached = new Set(log.map(({ after }) => after))
  const done = way.filter((each) => each === 'DRAFT' || reached.has(each))
  const ahead: Status[] = isTerminal(status) ? [] : ['COMPLETED']
  return [
    ...done.map((each) => ({ status: each, place: 'done' as const })),
    { status, place: 'now' },
    ...ahead.map((each) => ({ status: each, place: 'ahead' as const })),
  ]
}

function placeOf(index: number, at: number): PathStep['place'] {
  return index < at ? 'done' : index === at ? 'now' : 'ahead'
}
