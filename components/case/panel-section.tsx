'use client'

import { sayOutcome } from '@/components/challenge/words'
import { Address } from '@/components/ui/address'
import { Facts } from '@/components/ui/facts'
import { Hash } from '@/components/ui/hash'
import { Status } from '@/components/ui/status'
import { Time } from '@/components/ui/time'
import { DrawSection } from './draw-section'
import { sayExclusion, sayQuorum, voteOf } from './say-case'
import type { CaseView } from './types'

/** Who decides: how they were drawn, who sits, who has voted what, and who could not be drawn, and why. */
export function PanelSection({ dispute }: { dispute: CaseView }) {
  const { m, committee, excluded } = dispute
  if (m === 0) return null
  return (
    <section aria-labelledby="panel">
      <h2 id="panel" className="text-[1.5rem]">
        The panel
      </h2>
      <p className="mt-2 max-w-[44em] text-soft">
        {dispute.status === 'OPEN' ? '' : `${sayQuorum(dispute)} `}
        Its members come from the public roster that both signed, drawn by a number nobody could know when the dispute
        was opened.
      </p>
      {committee.length > 0 ? <Seats dispute={dispute} /> : null}
      <div className="mt-5">
        <Facts rows={drawRows(dispute)} />
      </div>
      {excluded.length > 0 ? <Excluded excluded={excluded} /> : null}
      <DrawSection dispute={dispute} />
    </section>
  )
}

function Seats({ dispute }: { dispute: CaseView }) {
  return (
    <ol className="mt-4 border-line border-b">
      {dispute.committee.map(({ member, attempt }, index) => {
        const vote = voteOf(dispute, member)
        return (
          <li
            key={member}
            className="grid grid-cols-[1.6rem_minmax(0,1fr)] items-baseline gap-x-2 gap-y-0.5 border-line border-t py-2.5 sm:grid-cols-[1.6rem_minmax(0,1fr)_auto]"
          >
            <span className="text-[.9rem] text-soft tabular-nums">{index + 1}</span>
            <span className="min-w-0">
              <Address value={member} />
              {member === dispute.your_seat ? <span className="text-soft"> (you)</span> : null}
              <span className="block text-[.9rem] text-soft">by attempt {attempt} of the draw</span>
            </span>
            <span className="max-sm:col-start-2 sm:text-right">
              {vote ? (
                <>
                  <Status look="ok">voted: {sayOutcome(vote.outcome)}</Status>
                  <span className="block text-[.9rem] text-soft">
                    <Time at={vote.at} />
                  </span>
                </>
              ) : (
                <Status look={dispute.status === 'OPEN' ? 'wait' : 'none'}>
                  {dispute.status === 'OPEN' ? 'has not voted yet' : 'did not vote'}
                </Status>
              )}
            </span>
          </li>
        )
      })}
    </ol>
  )
}

function drawRows({ k, m, round, roster_epoch, challenge, seed_block, block_hash, seed }: CaseView) {
  const { root } = (challenge.resolution.panel ?? {}) as { root?: string }
  const row = (term: string, value: string | null, none: string) =>
    [term, value ? <Hash key={term} value={value} label={term} /> : <Pending key={term}>{none}</Pending>] as const
  return [
    ['Decides', `${k} of ${m} who sign the same`] as const,
    ['Round', round === 0 ? 'the first' : 'the second: silent members were replaced'] as const,
    ['Roster', roster_epoch === null ? <Pending key="roster">none</Pending> : `of hour ${roster_epoch}`] as const,
    ...(root ? [row('Root of the roster', root, '')] : []),
    [
      'Block of the draw',
      seed_block === null ? <Pending key="block">not named yet</Pending> : `${seed_block}`,
    ] as const,
    row('Hash of that block', block_hash, 'not there yet'),
    row('Seed', seed, 'not there yet'),
  ]
}

function Pending({ children }: { children: string }) {
  return <span className="text-soft">{children}</span>
}

function Excluded({ excluded }: Pick<CaseView, 'excluded'>) {
  return (
    <details className="mt-4">
      <summary className="w-fit cursor-pointer py-1 text-[.95rem]">
        {excluded.length === 1 ? 'One of the roster was' : `${excluded.length} of the roster were`} left out
      </summary>
      <ul className="mt-1">
        {excluded.map(({ member, reason }) => (
          <li key={member} className="flex flex-wrap items-baseline gap-x-3 border-line border-t py-2">
            <Address value={member} /> <span className="text-[.95rem] text-soft">{sayExclusion(reason)}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
