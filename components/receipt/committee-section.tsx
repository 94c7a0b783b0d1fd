import Link from 'next/link'
import { DidName } from '@/components/agent/did-name'
import { CodeBox } from '@/components/docs/code-box'
import { Address } from '@/components/ui/address'
import { Facts } from '@/components/ui/facts'
import { Hash } from '@/components/ui/hash'
import { Status } from '@/components/ui/status'
import { Time } from '@/components/ui/time'
import { sayReason } from './say-reason'
import type { CommitteeView, RoundView } from './types'

/** Who judges it: how they were drawn, who sits, who has judged, who could not be drawn, and how to draw them oneself. */
export function CommitteeSection({ committee, names }: { committee: CommitteeView; names: readonly string[] }) {
  const earlier = committee.rounds.filter(({ round }) => round !== committee.round)
  return (
    <section aria-labelledby="committee">
      <h2 id="committee" className="text-[1.5rem]">
        Its committee
      </h2>
      <p className="mt-2 max-w-[44em] text-soft">
        Drawn by lot from the public roster of an hour, by a block that did not exist when the task was signed. Anybody
        can draw it again and see whether the desk told the truth.
      </p>
      <Round round={committee} names={names} />
      {committee.appeal ? <AppealFacts appeal={committee.appeal} /> : null}
      {earlier.map((round) => (
        <details key={round.round} className="mt-4">
          <summary className="min-h-7 w-fit cursor-pointer py-1">
            Round {round.round + 1}: {KIND_WORDS[round.kind]}
          </summary>
          <Round round={round} names={names} />
        </details>
      ))}
      <details className="mt-4">
        <summary className="min-h-7 w-fit cursor-pointer py-1">Draw it again yourself</summary>
        <CodeBox label="Drawing the committee again">{`npx countersign draw ${committee.receipt_id}`}</CodeBox>
        <p className="mt-2 text-soft">It takes public data alone, and says whether it comes to the same members.</p>
      </details>
    </section>
  )
}

const KIND_WORDS = {
  DRAW: 'the first',
  REDRAW: 'in place of silent members',
  APPEAL: 'the appeal’s',
} as const

function Round({ round, names }: { round: RoundView; names: readonly string[] }) {
  const { state, committee, k, m, wanted, excluded, epoch, roster_root, randomness, seed, seated_at, opened_at } = round
  return (
    <div className="mt-4">
      {committee.length > 0 ? (
        <ol className="border-line border-b">
          {committee.map(({ seat, member, id, attempt, kept, judged }) => (
            <li
              key={member}
              className="grid grid-cols-[1.6rem_minmax(0,1fr)] items-baseline gap-x-2 gap-y-0.5 border-line border-t py-2.5 sm:grid-cols-[1.6rem_minmax(0,1fr)_auto]"
            >
              <span className="text-[.9rem] text-soft tabular-nums">{seat + 1}</span>
              <span className="min-w-0">
                {id.startsWith('did:') ? <DidName did={id} /> : <Address value={member} />}
                {names.includes(member) || names.includes(id) ? <span className="text-soft"> (you)</span> : null}
                <span className="block text-[.9rem] text-soft">
                  {kept ? 'stays from the round before' : `by attempt ${attempt} of the draw`}
                </span>
              </span>
              <span className="max-sm:col-start-2 sm:text-right">
                {judged ? (
                  <Status look="ok">has judged</Status>
                ) : (
                  <Status look="none">{state === 'SEATED' ? 'not yet' : 'said nothing'}</Status>
                )}
              </span>
            </li>
          ))}
        </ol>
      ) : (
        <p className="text-soft">Nobody is drawn yet.</p>
      )}
      <div className="mt-4">
        <Facts
          rows={[
            ...(m > 0 ? [['It takes', `${k} of ${m}`] as const] : []),
            ...(m > 0 && (m !== wanted.m || k !== wanted.k)
              ? [['Wanted', `${wanted.k} of ${wanted.m}; fewer were eligible`] as const]
              : []),
            ['Opened', <Time key="opened" at={opened_at} />],
            ...(seated_at ? [['Seated', <Time key="seated" at={seated_at} />] as const] : []),
            ...(epoch === null
              ? []
              : [
                  [
                    'Roster',
                    <Link key="roster" href={`/api/v1/rosters/${epoch}`} prefetch={false}>
                      of hour {epoch}
                    </Link>,
                  ] as const,
                ]),
            ...(roster_root
              ? [['Roster’s root', <Hash key="root" value={roster_root} label="roster’s root" />] as const]
              : []),
            ...(randomness ? [['By block', `${randomness.block_number}`] as const] : []),
            ...(randomness?.block_hash
              ? [['Its hash', <Hash key="hash" value={randomness.block_hash} label="hash of the block" />] as const]
              : []),
            ...(seed ? [['Seed', <Hash key="seed" value={seed} label="seed" />] as const] : []),
          ]}
        />
      </div>
      {excluded.length > 0 ? (
        <details className="mt-3">
          <summary className="min-h-7 w-fit cursor-pointer py-1">{excluded.length} could not be drawn</summary>
          <ul className="mt-1 grid gap-1.5">
            {excluded.map(({ member, reason }) => (
              <li key={member + reason} className="flex flex-wrap items-center gap-x-3">
                <Address value={member} /> <span className="text-soft">{sayReason(reason)}</span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  )
}

const APPEAL_WORDS = {
  OPEN: { look: 'wait', says: 'being judged' },
  WON: { look: 'ok', says: 'won: the bond went back' },
  LOST: { look: 'no', says: 'lost: the bond went to those who judged' },
  LAPSED: { look: 'none', says: 'nobody decided: the verdict stands, the bond went back' },
} as const

function AppealFacts({ appeal }: { appeal: NonNullable<CommitteeView['appeal']> }) {
  const { look, says } = APPEAL_WORDS[appeal.state]
  return (
    <div className="mt-5">
      <h3 className="text-[1.16rem]">The appeal</h3>
      <div className="mt-2">
        <Facts
          rows={[
            ['By', <DidName key="by" did={appeal.by} />],
            ['Since', <Time key="since" at={appeal.created_at} />],
            [
              'It is',
              <Status key="state" look={look}>
                {says}
              </Status>,
            ],
            ...(appeal.reason ? [['They say', appeal.reason] as const] : []),
          ]}
        />
      </div>
    </div>
  )
}
