'use client'

import { Table, Td, Th } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import { EventName } from './item-table'
import type { ItemView } from './types'

type Props = {
  items: readonly ItemView[]
  chosen: ReadonlySet<string>
  onChoose: (chosen: ReadonlySet<string>) => void
  mayAct: boolean
}

/** Dead letters with their reasons, each to be ticked. */
export function DeadTable({ items, chosen, onChoose, mayAct }: Props) {
  const all = items.every(({ id }) => chosen.has(id))
  const set = (ids: string[], on: boolean) => {
    const next = new Set(chosen)
    for (const id of ids) on ? next.add(id) : next.delete(id)
    onChoose(next)
  }
  return (
    <Table label="Dead letters">
      <thead>
        <tr>
          {mayAct ? (
            <Th className="w-9">
              <Tick
                label="All that are shown"
                checked={all}
                onChange={(on) =>
                  set(
                    items.map(({ id }) => id),
                    on,
                  )
                }
              />
            </Th>
          ) : null}
          <Th>Event</Th>
          <Th className="hidden sm:table-cell">Why it failed last</Th>
          <Th className="hidden text-right md:table-cell">Tries</Th>
          <Th className="hidden pr-0! sm:table-cell">Dead since</Th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.id}>
            {mayAct ? (
              <Td>
                <Tick
                  label={`${item.type}, number ${item.sequence} of ${item.subject}`}
                  checked={chosen.has(item.id)}
                  onChange={(on) => set([item.id], on)}
                />
              </Td>
            ) : null}
            <Td>
              <EventName item={item} />
              <span className="block text-[.92rem] [overflow-wrap:anywhere] sm:hidden">{sayWhy(item)}</span>
              <span className="block text-[.88rem] text-soft sm:hidden">
                {item.ended_at ? <Time at={item.ended_at} /> : null}
              </span>
            </Td>
            <Td className="hidden max-w-[24em] text-[.94rem] [overflow-wrap:anywhere] sm:table-cell">{sayWhy(item)}</Td>
            <Td className="hidden text-right tabular-nums md:table-cell">{item.attempt_count}</Td>
            <Td className="hidden whitespace-nowrap pr-0! text-[.92rem] sm:table-cell">
              {item.ended_at ? <Time at={item.ended_at} /> : null}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

function sayWhy({ reason, requeues }: ItemView): string {
  const why = reason?.text || reason?.code || 'It failed too often.'
  return requeues > 0 ? `${why} Brought back ${requeues === 1 ? 'once' : `${requeues} times`} before.` : why
}

type TickProps = { label: string; checked: boolean; onChange: (on: boolean) => void }

/** A box to tick with room around it for a finger. */
function Tick({ label, checked, onChange }: TickProps) {
  return (
    <label className="-my-1 grid size-8 place-items-center">
      <span className="sr-only">{label}</span>
      <input type="checkbox" className="tick" checked={checked} onChange={({ target }) => onChange(target.checked)} />
    </label>
  )
}
