import type { ReactNode } from 'react'
import { type PlaceParams, readPlace, type Seen } from '@/components/inbox/read-place'
import { SignedOut } from '@/components/wallet/signed-out'

/** What `draw` draws for whoever is signed in; else the way to sign in. */
export async function seeAttestations(
  searchParams: Promise<PlaceParams>,
  draw: (seen: Seen, params: PlaceParams) => Promise<ReactNode>,
): Promise<ReactNode> {
  const params = await searchParams
  const seen = await readPlace(params)
  if (seen) return draw(seen, params)
  return (
    <SignedOut
      title="Attestations"
      says="Say on a chain what a wallet may do with a document: one by one or a thousand at once, revocable, by your organization’s own address. Sign in to see yours."
    />
  )
}
