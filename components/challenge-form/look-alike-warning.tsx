'use client'

import { Callout } from '@/components/ui/callout'
import { Picture } from '@/components/ui/picture'
import { toChecksum } from '@/lib/wallet/checksum'
import { findLookAlike, type KnownParty, type Stretch } from './look-alike'

const RELATIONS: Record<KnownParty['relation'], string> = {
  own: 'A wallet of yours',
  dealt: 'Somebody you have dealt with',
  demo: 'A demo wallet of this desk',
}

/** Two addresses that begin and end alike, in full, one above the other. */
export function LookAlikeWarning({ address, known }: { address: string; known: readonly KnownParty[] }) {
  const alike = findLookAlike(address, known)
  if (!alike) return null
  return (
    <div role="alert">
      <Callout look="wait" title="This is not the address it looks like">
        <p>
          It begins and ends like an address you know, and differs between. Addresses are made to look like that to be
          pasted by mistake.
        </p>
        <dl className="mt-3 grid gap-3">
          <Shown term="You gave" address={address} stretches={alike.given} />
          <Shown
            term={
              alike.known.name
                ? `You know (${alike.known.name})`
                : `You know: ${RELATIONS[alike.known.relation].toLowerCase()}`
            }
            address={alike.known.address}
            stretches={alike.meant}
          />
        </dl>
      </Callout>
    </div>
  )
}

function Shown({ term, address, stretches }: { term: string; address: string; stretches: Stretch[] }) {
  let at = 0
  return (
    <div>
      <dt className="text-[.9rem] text-soft">{term}</dt>
      <dd className="mt-0.5 flex items-start gap-2">
        <Picture of={toChecksum(address)} className="size-6" />
        <span className="mono pt-0.5">
          {stretches.map(({ text, differs }) => {
            const key = at
            at += text.length
            return differs ? (
              <mark
                key={key}
                className="bg-transparent font-[600] text-amber underline decoration-2 underline-offset-4"
              >
                {text}
              </mark>
            ) : (
              <span key={key}>{text}</span>
            )
          })}
        </span>
      </dd>
    </div>
  )
}
