import type { ReactNode } from 'react'
import { getAddress } from 'viem/utils'
import { Status } from '@/components/ui/status'
import type { UnsealedBundle } from '@/lib/proof/bundle'
import { parseDid } from '@/lib/proof/did'
import type { Hex } from '@/lib/proof/hash'
import { RosettePicture } from './rosette-picture'
import { type AnchorWords, headReceipt, sayReceipt, saySigned } from './say-receipt'

type Paper = {
  id: Hex
  bundle: UnsealedBundle
  /** Above the heading: what kind of receipt, from when. */
  label: ReactNode
  /** In place of what the log says. */
  says?: string | undefined
  heading: 'h1' | 'h2'
  /** Terms and what they are, below the parties. */
  facts: readonly (readonly [term: string, fact: ReactNode])[]
  children: ReactNode
}

/** The sheet of paper a receipt stands on: what happened, who signed, the facts, and a rosette nobody can forge. */
export function ReceiptPaper({ id, bundle, label, says, heading: Heading, facts, children }: Paper) {
  return (
    <article className="relative mx-auto max-w-[860px] overflow-hidden border border-line bg-sheet px-6 py-9 sm:px-[clamp(24px,6vw,72px)] sm:py-[clamp(24px,6vw,64px)] print:max-w-none print:border-0 print:px-0 print:py-0">
      <RosettePicture
        hash={id}
        className="pointer-events-none absolute -top-[150px] -right-[150px] size-[300px] sm:-top-[58px] sm:-right-[64px] sm:size-[330px] print:-top-[20px] print:-right-[20px] print:size-[240px]"
      />
      <p className="relative max-w-[58%] font-[560] text-[.86rem]">{label}</p>
      <Heading className="relative mt-2 max-w-[11ch] text-[clamp(1.9rem,4.4vw,2.9rem)]">
        {headReceipt(bundle.receipt, bundle.verdict)}
      </Heading>
      <p className="relative mt-6 max-w-[24em] font-serif text-[1.28rem] leading-normal">
        {says ?? sayReceipt(bundle)}
      </p>

      <dl className="mt-8 grid gap-6 border-line border-t pt-5 sm:grid-cols-2">
        {bundle.receipt.parties.map(({ role, did }) => (
          <div key={role}>
            <dt className="text-[.86rem] text-soft first-letter:uppercase">{role}</dt>
            <dd className="mono mt-1 [overflow-wrap:anywhere]">{toShownAddress(did)}</dd>
            <dd className="mt-1 text-[.88rem] text-soft">{saySigned(bundle, role)}</dd>
          </div>
        ))}
      </dl>
      <dl className="mt-8 grid gap-x-6 gap-y-0.5 sm:grid-cols-[150px_minmax(0,1fr)] sm:gap-y-2.5 [&_dd]:mb-2.5 sm:[&_dd]:mb-0 [&_dt]:text-soft">
        {facts.map(([term, fact]) => (
          <Fact key={term} term={term} fact={fact} />
        ))}
      </dl>
      {children}
    </article>
  )
}

function Fact({ term, fact }: { term: string; fact: ReactNode }) {
  return (
    <>
      <dt>{term}</dt>
      <dd className="min-w-0">{fact}</dd>
    </>
  )
}

/** A hash among the facts. */
export function HashFact({ of }: { of: string | null | undefined }) {
  return <span className="mono">{of ?? 'none'}</span>
}

/** How far it is anchored: sign and word, then the rest of the sentence. */
export function AnchorFact({ words: { look, word, says } }: { words: AnchorWords }) {
  return (
    <>
      <Status look={look}>{word}</Status> {says}
    </>
  )
}

function toShownAddress(did: string): string {
  const account = parseDid(did)
  return account ? getAddress(account.address) : did
}
