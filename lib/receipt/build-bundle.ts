import { finalAnchorOf } from '@/lib/anchor/final-anchor'
import type { Inclusion } from '@/lib/anchor/prove-leaf'
import type { BundledDeal, BundledDraw, BundledFundsProof, SignedVote, UnsealedBundle } from '@/lib/proof/bundle'
import { bytesOf, sha256Hex, ZERO_HASH } from '@/lib/proof/hash'
import type { ChallengeReceipt } from '@/lib/proof/receipt'
import type { Records } from './store'

type Parts = {
  receipt: ChallengeReceipt
  records: Records
  /** Its bonds; null without any. */
  deal?: BundledDeal | null
  /** The panel that decided, and how it was seated; null when none did. */
  panel?: { draw: BundledDraw; votes: SignedVote[] } | null
  /** The receipt's place in a batch, once there is one. */
  inclusion: Inclusion | null
  /** For others than the parties: what was signed only as hashes, funds without their thresholds. */
  redacted: boolean
}

/** Pure: everything of a bundle but the desk's seal (formats.md, "Bundle"). Pending until its batch is final. */
export function buildBundle({ receipt, records, deal, panel, inclusion, redacted }: Parts): UnsealedBundle {
  return {
    v: 'countersign.bundle/1',
    receipt,
    intents: redacted ? redactedIntents(receipt) : inSigningOrder(records.intents),
    settlement: settlementOf(receipt, [...records.settles, ...(panel?.votes ?? [])]),
    log: records.log,
    funds: receipt.funds_proofs.map((id) => toFunds(records, id, redacted)),
    statements: [],
    ...(deal ? { deal } : {}),
    draw: panel?.draw ?? null,
    verdict: null,
    ...anchorOf(inclusion),
  }
}

function redactedIntents({ commitments }: ChallengeReceipt): UnsealedBundle['intents'] {
  return { redacted: [commitments.initiator_hash, commitments.counter_hash] }
}

/** The initiator's intent names no other. */
function inSigningOrder(intents: Records['intents']): Records['intents'] {
  return intents.toSorted(
    (a, b) => Number(a.message.initiatorHash !== ZERO_HASH) - Number(b.message.initiatorHash !== ZERO_HASH),
  )
}

/** Those signatures the receipt names, in its order; offers that came to nothing stay out. */
function settlementOf(
  { signature_hashes }: ChallengeReceipt,
  settles: readonly (Records['settles'][number] | SignedVote)[],
): UnsealedBundle['settlement'] {
  const byHash = new Map(settles.map((settle) => [sha256Hex(bytesOf(settle.signature)), settle]))
  return signature_hashes.flatMap((hash) => byHash.get(hash) ?? [])
}

function toFunds({ fundsProofs }: Records, id: string, redacted: boolean): BundledFundsProof {
  const row = fundsProofs.find((proof) => proof.id === id)
  if (!row) throw new Error('A receipt names a funds proof that is not there')

  return {
    id: row.id,
    role: row.role as BundledFundsProof['role'],
    phase: row.phase as BundledFundsProof['phase'],
    network: row.network,
    asset: row.asset,
    asset_type: row.assetType as BundledFundsProof['asset_type'],
    ...(row.kind === 'BALANCE' ? {} : { kind: row.kind as NonNullable<BundledFundsProof['kind']> }),
    status: row.status as BundledFundsProof['status'],
    ...(redacted ? {} : { min_balance: row.minBalance.toFixed(0) }),
    block_number: row.blockNumber === null ? null : Number(row.blockNumber),
    block_hash: row.blockHash as BundledFundsProof['block_hash'],
    finalized_block_hash: row.finalizedBlockHash as BundledFundsProof['finalized_block_hash'],
    providers_agreed: row.providersAgreed,
    balance_commitment: row.balanceCommitment as BundledFundsProof['balance_commitment'],
    checked_at: row.checkedAt.toISOString(),
  }
}

/** Pure: where the receipt stands on the anchor chain, pending until its batch is final. */
export function anchorOf(inclusion: Inclusion | null): Pick<UnsealedBundle, 'inclusion' | 'anchor'> {
  if (inclusion?.batch.state !== 'FINAL') return { inclusion: [], anchor: { state: 'pending' } }

  const { batch, kind, id, proof } = inclusion
  const anchor = finalAnchorOf(batch)
  if (!anchor) throw new Error('A final batch names its block')
  return { inclusion: [{ kind, id, proof }], anchor }
}
