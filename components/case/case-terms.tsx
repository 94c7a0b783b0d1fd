'use client'

import { bondOf, unitOf } from '@/components/challenge/bond-facts'
import { sayValue } from '@/components/challenge/compare'
import { DocumentCheck } from '@/components/challenge/document-check'
import { sayResolution } from '@/components/challenge/say-resolution'
import { useNetworks } from '@/components/data/networks'
import { Address } from '@/components/ui/address'
import { Amount } from '@/components/ui/amount'
import { Facts } from '@/components/ui/facts'
import { Hash } from '@/components/ui/hash'
import type { CaseView } from './types'

/** The terms both signed: what the panel judges by. */
export function CaseTerms({ dispute: { challenge } }: { dispute: CaseView }) {
  const networks = useNetworks()
  const bond = bondOf(challenge)
  const decider = sayResolution(challenge.resolution, networks)
  const named = Object.entries(challenge.terms ?? {})
  const { creator, counterparty, description, documents, final_hash } = challenge
  return (
    <section aria-labelledby="terms">
      <h2 id="terms" className="text-[1.5rem]">
        What both signed
      </h2>
      {description ? (
        <div className="mt-3 whitespace-pre-wrap font-serif text-[1.16rem] leading-[1.62] [overflow-wrap:anywhere]">
          {description}
        </div>
      ) : (
        <p className="mt-3 text-soft">No description. The title says it all.</p>
      )}
      <div className="mt-5 grid gap-5">
        {named.length > 0 ? (
          <Facts
            rows={named.map(([name, value]) => [
              name,
              <span key={name} className={`whitespace-pre-wrap ${typeof value === 'string' ? '' : 'mono'}`}>
                {sayValue(value) ?? 'nothing'}
              </span>,
            ])}
          />
        ) : null}
        <Facts
          rows={[
            ['Creator', <Address key="creator" value={creator} />],
            ...(counterparty ? ([['Counterparty', <Address key="counterparty" value={counterparty} />]] as const) : []),
            ...(bond
              ? ([
                  ['Bond, creator', <Amount key="bond" units={bond.creator} {...unitOf(bond, networks)} />],
                  ['Bond, counterparty', <Amount key="other" units={bond.counterparty} {...unitOf(bond, networks)} />],
                ] as const)
              : []),
            ...(decider ? ([['Who decides', decider.text]] as const) : []),
            ...(final_hash
              ? ([['Final commitment', <Hash key="final" value={final_hash} label="Final commitment" />]] as const)
              : []),
          ]}
        />
      </div>
      {documents.length > 0 ? <DocumentCheck documents={documents} /> : null}
    </section>
  )
}
