import type { DeskNumbers as Numbers } from '@/lib/desk/count-desk'
import { sayCount } from './say-count'

/** What this desk has made so far: real counts, some seconds old at most. */
export function DeskNumbers({ numbers: { receipts, finalized, anchored } }: { numbers: Numbers }) {
  const rows = [
    ['Receipts', receipts, 'made on this desk'],
    ['Finalized', finalized, 'nothing about them is open any more'],
    ['Anchored', anchored, 'timestamped on a chain, for good'],
  ] as const
  return (
    <dl className="grid gap-x-6 gap-y-6 sm:grid-cols-3">
      {rows.map(([name, count, says]) => (
        <div key={name} className="grid grid-cols-[1fr_auto] items-baseline gap-x-4 sm:block">
          <dt className="font-[560] text-[.92rem]">{name}</dt>
          <dd className="text-right font-serif text-[1.9rem] tabular-nums leading-tight sm:mt-1 sm:text-left sm:text-[2.3rem]">
            {sayCount(count)}
          </dd>
          <dd className="col-span-2 text-[.88rem] text-soft">{says}</dd>
        </div>
      ))}
    </dl>
  )
}
