import type { ReactNode } from 'react'
import { getAddress } from 'viem/utils'
import type { Bundle } from '@/lib/proof/bundle'
import { networkOf } from '@/lib/proof/chains'
import { parseDid } from '@/lib/proof/did'
import { type Outcome, receiptId } from '@/lib/proof/receipt'
import { Rosette } from './rosette'
import { sayTime } from './say-time'

const HEADINGS: Record<Outcome, string> = {
  FULFILLED: 'Both say it was fulfilled.',
  CREATOR_WIN: 'It ended for the creator.',
  COUNTERPARTY_WIN: 'It ended for the counterparty.',
  DRAW: 'It ended even.',
  NO_CONTEST: 'It ended without a contest.',
}

type Sheet = { bundle: Bundle; label: string; says: string; children: ReactNode }

/** A receipt as a document: what happened, who signed, where it is anchored, and what it does not prove. */
export function ReceiptSheet({ bundle, label, says, children }: Sheet) {
  const { receipt } = bundle
  const id = receiptId(receipt)
  return (
    <article className="relative mx-auto max-w-[860px] overflow-hidden border border-line bg-sheet px-6 py-9 sm:px-[clamp(24px,6vw,72px)] sm:py-[clamp(24px,6vw,64px)]">
      <Rosette
        hash={id}
        className="pointer-events-none absolute -top-[150px] -right-[150px] size-[300px] sm:-top-[58px] sm:-right-[64px] sm:size-[330px]"
      />
      <p className="relative max-w-[58%] font-[560] text-[.86rem]">{label}</p>
      <h2 className="relative mt-2 max-w-[11ch] text-[clamp(1.9rem,4.4vw,2.9rem)]">
        {receipt.outcome ? HEADINGS[receipt.outcome] : 'A receipt.'}
      </h2>
      <p className="relative mt-6 max-w-[24em] font-serif text-[1.28rem] leading-normal">{says}</p>

      <dl className="mt-8 grid gap-6 border-line border-t pt-5 sm:grid-cols-2">
        {receipt.parties.map(({ role, did }) => (
          <div key={role}>
            <dt className="text-[.86rem] text-soft first-letter:uppercase">{role}</dt>
            <dd className="mono mt-1">{toShownAddress(did)}</dd>
            <dd className="mt-1 text-[.88rem] text-soft">{signedBy(bundle, role)}</dd>
          </div>
        ))}
      </dl>
      <dl className="mt-8 grid gap-x-6 gap-y-0.5 sm:grid-cols-[150px_1fr] sm:gap-y-2.5 [&_dd]:mb-2.5 sm:[&_dd]:mb-0 [&_dt]:text-soft">
        <dt>Receipt</dt>
        <dd className="mono">{id}</dd>
        <dt>Final commitment</dt>
        <dd className="mono">{receipt.commitments?.final_hash}</dd>
        <dt>Anchored</dt>
        <dd>{sayAnchor(bundle)}</dd>
      </dl>
      {children}
    </article>
  )
}

function toShownAddress(did: string): string {
  const account = parseDid(did)
  return account ? getAddress(account.address) : did
}

function signedBy({ receipt, settlement, funds }: Bundle, role: string): string {
  const did = receipt.parties.find((party) => party.role === role)?.did
  const address = did ? parseDid(did)?.address : undefined
  const signedOutcome = settlement.some(({ signer }) => signer === address)
  const held = funds.some((proof) => proof.role === role && proof.status === 'PASSED')
  return `signed the terms${signedOutcome ? ' and the outcome' : ''}${held ? '; held the funds asked for' : ''}`
}

function sayAnchor({ anchor }: Bundle): string {
  if (anchor.state === 'pending') return 'not yet'
  const network = networkOf(anchor.chain_id)
  const chain = network?.local ? 'a local chain' : (network?.name ?? `chain ${anchor.chain_id}`)
  return `in block ${anchor.block_number} of ${chain}, ${sayTime(anchor.block_time)} by its clock`
}
