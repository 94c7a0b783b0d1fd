'use client'

import { useState } from 'react'
import { useNetworks } from '@/components/data/networks'
import { Button } from '@/components/ui/button'
import { Hash } from '@/components/ui/hash'
import { ShortText } from '@/components/ui/short-text'
import { shorten } from '@/components/ui/shorten'
import { Status } from '@/components/ui/status'
import { Time } from '@/components/ui/time'
import { bondOf, sayUnitsOf } from './bond-facts'
import { useOpenChallenge } from './challenge-context'
import type { EntryCheck, LogResult } from './check-entries'
import { type LogLine, sayEntry } from './say-entry'

/** Everything that changed, in order, each entry hashing the one before it; and the way to see that for oneself. */
export function LogSection() {
  const { challenge, log } = useOpenChallenge()
  const [checked, setChecked] = useState<{ head: string; result: LogResult } | 'working' | null>(null)

  const check = async () => {
    setChecked('working')
    const { checkEntries } = await import('./check-entries')
    setChecked({ head: log.head, result: checkEntries(log.data, challenge.log_head) })
  }
  // What was found is about the entries that were there then.
  const result = checked !== null && checked !== 'working' && checked.head === log.head ? checked.result : null
  return (
    <section aria-labelledby="log">
      <h2 id="log" className="text-[1.5rem]">
        Log
      </h2>
      <ol className="mt-3">
        {log.data.map((entry) => (
          <Entry key={entry.sequence} entry={entry} check={result?.entries[entry.sequence - 1] ?? null} />
        ))}
      </ol>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-t pt-3">
        <p className="min-w-0 grow basis-60 text-[.92rem] text-soft">
          Each entry hashes the one before it, so none can be changed, taken out or slipped in unseen.
        </p>
        <Button busy={checked === 'working'} onClick={check}>
          Check the chain here
        </Button>
      </div>
      <div role="status" className="mt-2">
        {result ? <Verdict result={result} /> : null}
      </div>
    </section>
  )
}

function Entry({ entry, check }: { entry: LogLine; check: EntryCheck | null }) {
  const { challenge } = useOpenChallenge()
  const networks = useNetworks()
  const bond = bondOf(challenge)
  const { text, until, hashes = [] } = sayEntry(entry, challenge, bond ? sayUnitsOf(bond, networks) : undefined)
  return (
    <li
      id={`entry-${entry.sequence}`}
      className="grid grid-cols-[1.6rem_minmax(0,1fr)] gap-x-2 sm:grid-cols-[1.6rem_minmax(0,1fr)_auto] border-line border-t py-2.5"
    >
      <span className="text-[.9rem] text-soft tabular-nums leading-[1.75]">{entry.sequence}</span>
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {text}
        {until ? (
          <>
            {' '}
            <Time at={until} />
          </>
        ) : null}
        <span className="block text-[.9rem] text-soft">
          <Time at={entry.at} />
        </span>
        {hashes.map(({ label, value }) => (
          <span key={label} className="block text-[.9rem] text-soft">
            {label} <Hash value={value} label={label} />
          </span>
        ))}
        {check ? (
          <span className="block text-[.9rem]">
            <Status look={check.holds ? 'ok' : 'no'}>
              {check.holds ? 'computed here: the same' : `does not hold: ${check.why}`}
            </Status>
          </span>
        ) : null}
      </span>
      <span className="text-soft max-sm:col-start-2">
        <ShortText
          value={entry.hash}
          short={shorten(entry.hash, 6, 4)}
          label={`hash of entry ${entry.sequence}`}
          copy
        />
      </span>
    </li>
  )
}

function Verdict({ result }: { result: LogResult }) {
  const count = result.entries.length
  if (result.holds) {
    const entries = count === 1 ? 'one entry' : `all ${count} entries`
    return (
      <Status look="ok">It holds: {entries} computed in this browser, and the last is the head the desk names.</Status>
    )
  }
  const broken = result.entries.filter(({ holds }) => !holds).map(({ sequence }) => sequence)
  const says =
    broken.length > 0
      ? `It does not hold at entry ${broken.join(', ')}.`
      : 'It does not hold: the last entry is not the head the desk names.'
  return <Status look="no">{says}</Status>
}
