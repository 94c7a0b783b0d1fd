'use client'

import type { ReactNode } from 'react'
import { bondOf, sayUnitsOf } from '@/components/challenge/bond-facts'
import { sayResolution } from '@/components/challenge/say-resolution'
import type { ChallengeView } from '@/components/data/types'
import { Address } from '@/components/ui/address'
import { Facts } from '@/components/ui/facts'
import { Hash } from '@/components/ui/hash'
import { Time } from '@/components/ui/time'
import { useForm } from './form-context'
import { saySize } from './hash-file'
import { sayHeld } from './say-asked'
import type { Desk } from './to-body'
import { VISIBILITY_WORDS } from './visibility-section'

/** What each side shows, or puts down. */
function useSides(challenge: ChallengeView): (readonly [string, ReactNode])[] {
  const { values, desk } = useForm()
  const bond = bondOf(challenge)
  if (!bond) {
    const own = ['You show', sayHeld(values.creator, desk.networks) ?? 'Nothing'] as const
    return challenge.mode === 'SOLO' ? [own] : [['They show', sayHeld(values.other, desk.networks) ?? 'Nothing'], own]
  }
  const say = sayUnitsOf(bond, desk.networks)
  const network = desk.networks.find(({ chain_id }) => chain_id === bond.network)?.name ?? bond.network
  const down = (units: string, base: string | undefined) =>
    `${say(units)}${base && base !== '0' ? `, and a stake of ${say(base)},` : ''} on ${network}`
  return [
    ['They put down', down(bond.counterparty, bond.counterparty_base)],
    ['You put down', down(bond.creator, bond.creator_base)],
  ]
}

function decider({ resolution }: ChallengeView, networks: Desk['networks']): (readonly [string, ReactNode])[] {
  const said = sayResolution(resolution, networks)
  if (!said) return []
  const when = said.at ? (
    <>
      {' '}
      <Time at={said.at} />
    </>
  ) : null
  return [
    [
      'Who decides',
      <span key="decider">
        {said.text}
        {when}
      </span>,
    ],
  ]
}

/** The terms as the desk keeps them, not as they were typed. */
export function SignedTerms({ challenge }: { challenge: ChallengeView }) {
  const { description, terms, documents, counterparty, visibility, mode } = challenge
  const isSolo = mode === 'SOLO'
  const { desk } = useForm()
  const sides = useSides(challenge)
  return (
    <div className="grid min-w-0 gap-8">
      <section aria-labelledby="terms">
        <h2 id="terms" className="text-[1.28rem]">
          {isSolo ? 'What you sign' : 'What you both sign'}
        </h2>
        {description ? (
          <p className="mt-3 whitespace-pre-line font-serif text-[1.13rem] leading-relaxed [overflow-wrap:anywhere]">
            {description}
          </p>
        ) : null}
        <div className="mt-4">
          <Facts
            rows={[
              ...(isSolo
                ? []
                : ([
                    [
                      'The other side',
                      counterparty ? <Address key="c" value={counterparty} full /> : 'Whoever holds the link',
                    ],
                  ] as const)),
              ...sides,
              ...decider(challenge, desk.networks),
              ['Seen by', isSolo && visibility === 'parties' ? 'You only' : VISIBILITY_WORDS[visibility]],
            ]}
          />
        </div>
      </section>
      {terms && Object.keys(terms).length > 0 ? (
        <section aria-labelledby="named">
          <h2 id="named" className="text-[1.28rem]">
            Terms by name
          </h2>
          <div className="mt-3">
            <Facts
              rows={Object.entries(terms).map(
                ([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)] as const,
              )}
            />
          </div>
        </section>
      ) : null}
      {documents.length > 0 ? (
        <section aria-labelledby="documents">
          <h2 id="documents" className="text-[1.28rem]">
            Documents
          </h2>
          <ul className="mt-3 grid gap-2">
            {documents.map(({ name, size, sha256 }) => (
              <li key={`${sha256}${name}`} className="min-w-0 [overflow-wrap:anywhere]">
                {name} <span className="text-soft">{saySize(size)}</span> <Hash value={sha256} label="sha256" />
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  )
}
