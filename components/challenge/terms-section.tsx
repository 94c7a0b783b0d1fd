'use client'

import type { ReactNode } from 'react'
import { useNetworks } from '@/components/data/networks'
import type { ChallengeView } from '@/components/data/types'
import { Facts } from '@/components/ui/facts'
import { Hash } from '@/components/ui/hash'
import { Time } from '@/components/ui/time'
import { isTerminal } from '@/lib/challenge/state'
import { sayValue } from './compare'
import { DocumentCheck } from './document-check'
import { sayResolution } from './say-resolution'
import { sayParty } from './words'

/** The terms as they were written, and what binds them. `hashes`: with the commitments. */
export function TermsSection({ challenge, hashes = true }: { challenge: ChallengeView; hashes?: boolean }) {
  const { description, terms, documents } = challenge
  const named = Object.entries(terms ?? {})
  return (
    <section aria-labelledby="terms">
      <h2 id="terms" className="text-[1.5rem]">
        {heading(challenge)}
      </h2>
      {description ? (
        <div className="mt-3 whitespace-pre-wrap font-serif text-[1.16rem] leading-[1.62] [overflow-wrap:anywhere]">
          {description}
        </div>
      ) : (
        <p className="mt-3 text-soft">No description. The title says it all.</p>
      )}
      {named.length > 0 ? (
        <div className="mt-5">
          <Facts rows={named.map(([name, value]) => [name, <TermValue key={name} value={value} />])} />
        </div>
      ) : null}
      <Decider challenge={challenge} />
      {documents.length > 0 ? <DocumentCheck documents={documents} /> : null}
      {hashes ? (
        <div className="mt-6">
          <Facts rows={hashRows(challenge)} />
        </div>
      ) : null}
    </section>
  )
}

function Decider({ challenge }: { challenge: ChallengeView }) {
  const said = sayResolution(challenge.resolution, useNetworks())
  if (!said) return null
  return (
    <div className="mt-5">
      <Facts
        rows={[
          [
            'Who decides',
            <span key="decider">
              {said.text}
              {said.at ? (
                <>
                  {' '}
                  <Time at={said.at} />
                </>
              ) : null}
            </span>,
          ],
        ]}
      />
    </div>
  )
}

function TermValue({ value }: { value: unknown }) {
  const text = sayValue(value) ?? 'nothing'
  return <span className={typeof value === 'string' ? 'whitespace-pre-wrap' : 'mono whitespace-pre-wrap'}>{text}</span>
}

function heading({ mode, status, accepted_at, verification, your_role }: ChallengeView): string {
  if (status === 'DRAFT') return 'What is to be signed'
  if (mode === 'SOLO') return 'What was signed'
  if (accepted_at) return 'What both signed'
  const first = verification.creator.wallet === 'VERIFIED' ? 'creator' : 'counterparty'
  return `What ${sayParty(first, your_role)} signed`
}

function hashRows({ terms_hash, commitments, mode, status }: ChallengeView): [string, ReactNode][] {
  if (!terms_hash) {
    const says = status === 'DRAFT' ? 'made when you sign: your wallet shows them first' : 'never made'
    return [
      [
        'Hashes',
        <span key="none" className="text-soft">
          {says}
        </span>,
      ],
    ]
  }
  const { initiator_hash, counter_hash, final_hash } = commitments
  const none = isTerminal(status) ? 'never made' : 'not yet'
  const row = (name: string, value: string | null): [string, ReactNode] => [
    name,
    <Commitment key={name} {...{ name, value, none }} />,
  ]
  return [
    row('Terms', terms_hash),
    row(mode === 'SOLO' ? 'Commitment' : 'First commitment', initiator_hash),
    ...(mode === 'SOLO' ? [] : [row('Second commitment', counter_hash)]),
    row('Final commitment', final_hash),
  ]
}

function Commitment({ name, value, none }: { name: string; value: string | null; none: string }) {
  return value ? <Hash value={value} label={name} /> : <span className="text-soft">{none}</span>
}
