import type { DigestParts } from '@/lib/proof/digest'
import { DigestText } from './digest-text'

/** The three hashes in the words that hardware wallets use for them. */
export function Hashes({ parts }: { parts: DigestParts }) {
  return (
    <dl className="grid gap-2.5">
      <HashRow name="Domain hash" value={parts.domain_separator} />
      <HashRow name="Message hash" value={parts.message_hash} />
      <HashRow name="Digest, which is signed" value={parts.digest} />
    </dl>
  )
}

function HashRow({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt className="text-[.86rem] text-soft">{name}</dt>
      <dd>
        <DigestText value={value} />
      </dd>
    </div>
  )
}
