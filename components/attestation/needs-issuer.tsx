'use client'

import Link from 'next/link'
import { usePlace } from '@/components/inbox/place'
import { placeHref } from '@/components/inbox/place-type'
import { pressable } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import type { IssuerView } from './views'

/** Who attests for the organization on that chain now; null when nobody does. */
export function issuerOn(issuers: readonly IssuerView[], chainId: string): IssuerView | null {
  return issuers.find(({ chain_id, status }) => chain_id === chainId && status === 'ACTIVE') ?? null
}

/** What there is to do before anything can be attested. */
export function NeedsIssuer({ title = 'Nobody attests for you on this network yet' }: { title?: string }) {
  const place = usePlace()
  return (
    <Callout look="wait" title={title}>
      <p>An organization has one address on each network that is the attester of all it issues there.</p>
      <p className="mt-3">
        <Link href={placeHref('/attestations/issuers', place)} prefetch={false} className={pressable('next')}>
          Name an issuer
        </Link>
      </p>
    </Callout>
  )
}

/** Only owners, admins and issuers attest. */
export function NotYours({ role }: { role: string }) {
  return (
    <Callout look="none" title="You look on here">
      Owners, admins and issuers attest for this organization. You are its {role}.
    </Callout>
  )
}
