import { Address } from '@/components/ui/address'
import { ShortText } from '@/components/ui/short-text'
import { shorten } from '@/components/ui/shorten'
import { parseDid } from '@/lib/proof/did'

/** An agent by its DID: a wallet as everywhere, another key shortened in the middle. */
export function DidName({ did, copy = true }: { did: string; copy?: boolean }) {
  return parseDid(did) ? (
    <Address value={did} copy={copy} />
  ) : (
    <ShortText value={did} short={shorten(did, 14, 6)} label="DID" copy={copy} />
  )
}
