import {
  type Anchor,
  type Bundle,
  type BundledFundsProof,
  bundleBytes,
  type Settlement,
  sealHash,
  sealMessage,
  type UnsealedBundle,
} from './bundle'
import { networkOf } from './chains'
import {
  counterCommitment,
  finalCommitment,
  type IntentPayload,
  initiatorCommitment,
  intentPayload,
  soloCommitment,
  termsHash,
} from './commitment'
import { pkhDid } from './did'
import { balanceCommitment, nativeAsset } from './funds'
import { bytesOf, type Hex, keccakHex, sha256Hex, ZERO_HASH } from './hash'
import { type LogEntry, verifyLog } from './log'
import { buildTree, type Leaf } from './merkle'
import { type ChallengeReceipt, receiptId } from './receipt'
import { addressOf, DESK, signAs } from './sign.fixture'
import { type Domain, domainFor, type IntentMessage, type SettleMessage, settleTitle } from './typed-data'

type Role = 'creator' | 'counterparty'

/**
 * Which bundle to make. `change` alters one stage before it is hashed or signed, and everything after it follows, sealed
 * by the desk: what a dishonest desk could make. Without changes the bundle is valid.
 */
export type Recipe = {
  mode?: 'GATEKEEPER' | 'SOLO' | 'FIRE'
  ending?: 'signed' | 'split' | 'clock'
  redacted?: boolean
  /** The chain the root is anchored on. */
  anchoredOn?: number | 'nowhere'
  change?: {
    intent?: (message: IntentMessage, role: Role) => IntentMessage
    intentDomain?: (domain: Domain, role: Role) => Domain
    payload?: (payload: IntentPayload, role: Role) => IntentPayload | Promise<IntentPayload>
    log?: (entries: LogEntry[]) => LogEntry[]
    settle?: (message: SettleMessage, role: Role) => SettleMessage
    settleDomain?: (domain: Domain, role: Role) => Domain
    settlement?: (items: Settlement[]) => Settlement[]
    receipt?: (receipt: ChallengeReceipt) => ChallengeReceipt
    anchor?: (anchor: Anchor) => Anchor
    bundle?: (bundle: UnsealedBundle) => UnsealedBundle
    sealed?: (bundle: Bundle) => Bundle
  }
}

const CHAIN = 31337
const ID = '0193a5f0-0000-7000-8000-000000000001'
const FUNDS_ID = '0193a5f0-0000-7000-8000-0000000000f1'
const ESCROW: Hex = `0x${'e5'.repeat(20)}`
const DEAL = keccakHex('deal')

/** A complete bundle with everything in it, made the same each time. */
export async function makeBundle(recipe: Recipe = {}): Promise<{ bundle: Bundle; bytes: Uint8Array; receiptId: Hex }> {
  const { change = {}, redacted = false } = recipe
  const payloads = await makeIntents(recipe)
  const commitments = commit(payloads)
  const entries = makeLog(recipe, commitments)
  const log = change.log?.(entries) ?? entries
  const settlement = await makeSettlement(recipe, commitments.final_hash)
  const receipt = makeReceipt(recipe, { payloads, commitments, log, settlement })
  const id = receiptId(receipt)
  const leaves: Leaf[] = [...otherLeaves(2), ['receipt', id], ...otherLeaves(4)]
  const { root, proofs } = buildTree(leaves)
  const anchor = makeAnchor(recipe, root)

  const made: UnsealedBundle = {
    v: 'countersign.bundle/1',
    receipt,
    intents: redacted ? { redacted: [commitments.initiator_hash, commitments.counter_hash] } : payloads,
    settlement,
    log,
    funds: recipe.mode === 'SOLO' ? [] : [fundsProof(redacted)],
    statements: [],
    draw: null,
    verdict: null,
    inclusion: anchor.state === 'pending' ? [] : [{ kind: 'receipt', id, proof: proofs[2] ?? [] }],
    anchor,
  }
  const sealed = await seal(change.bundle?.(made) ?? made)
  const bundle = change.sealed?.(sealed) ?? sealed
  return { bundle, bytes: bundleBytes(bundle), receiptId: id }
}

/** Seals with the desk's key, for the anchor chain (the local one while nothing is anchored). */
export async function seal(bundle: UnsealedBundle): Promise<Bundle> {
  const chainId = bundle.anchor.state === 'pending' ? CHAIN : bundle.anchor.chain_id
  const signature = await signAs('desk', 'BundleSeal', domainFor(chainId), sealMessage(sealHash(bundle)))
  return { ...bundle, desk: { address: DESK, signature } }
}

async function makeIntents(recipe: Recipe): Promise<IntentPayload[]> {
  const first = await makeIntent(recipe, 'creator', ZERO_HASH)
  if (recipe.mode === 'SOLO') return [first]
  return [first, await makeIntent(recipe, 'counterparty', initiatorCommitment(first))]
}

async function makeIntent({ mode = 'GATEKEEPER', change = {} }: Recipe, role: Role, initiatorHash: Hex) {
  const bonded = mode === 'FIRE'
  const other = role === 'creator' ? 'counterparty' : 'creator'
  const made: IntentMessage = {
    title: 'Countersign: “Bike for 0.4 ETH”',
    summary: 'Blue, 54 cm. Größe: mittel. €',
    challenge: ID,
    revision: 1,
    mode,
    role,
    party: addressOf(role),
    counterparty: mode === 'SOLO' ? 'none' : addressOf(other),
    bond: bonded ? '0.1 ETH each' : 'none',
    deadlines: 'accept by 2026-12-04 12:00 UTC; end by 2027-01-01 00:00 UTC',
    resolution: 'both sign the same outcome',
    termsHash: termsHash({ v: 'countersign.terms/1', challenge: ID, title: 'Bike for 0.4 ETH' }),
    initiatorHash,
  }
  const message = change.intent?.(made, role) ?? made
  const plain = domainFor(CHAIN, bonded ? ESCROW : undefined)
  const domain = change.intentDomain?.(plain, role) ?? plain
  const signature = await signAs(role, 'Intent', domain, message)
  const payload = intentPayload({ domain, message, signer: addressOf(role), signature })
  return change.payload?.(payload, role) ?? payload
}

function commit([first, second]: IntentPayload[]): ChallengeReceipt['commitments'] {
  if (!first) throw new Error('no intent')
  const initiator_hash = initiatorCommitment(first)
  const counter_hash = second ? counterCommitment(second, initiator_hash) : soloCommitment(initiator_hash)
  return { initiator_hash, counter_hash, final_hash: finalCommitment(initiator_hash, counter_hash) }
}

function makeLog(
  { mode = 'GATEKEEPER', ending = 'signed' }: Recipe,
  commitments: ChallengeReceipt['commitments'],
): LogEntry[] {
  const creator = pkhDid(CHAIN, addressOf('creator'))
  const counterparty = pkhDid(CHAIN, addressOf('counterparty'))
  const { initiator_hash, counter_hash, final_hash } = commitments
  const accepted: [at: string, actor: string, action: string, after: string, data: Record<string, unknown>][] = [
    ['2026-12-01T12:01:00.000Z', creator, 'send', 'AWAITING_COUNTERPARTY', { initiator_hash }],
    ['2026-12-01T13:00:00.123Z', counterparty, 'accept', 'AWAITING_GATEKEEPER', { counter_hash, final_hash }],
    ['2026-12-01T13:00:05.000Z', 'desk', 'verify', 'INTENT_LOCKED', {}],
  ]
  const moves: typeof accepted = [
    ['2026-12-01T12:00:00.000Z', creator, 'create', 'DRAFT', {}],
    ...(mode === 'SOLO' ? [] : accepted),
    ending === 'clock'
      ? ['2027-01-01T00:00:00.000Z', 'desk', 'expire', 'EXPIRED', { outcome: 'NO_CONTEST' }]
      : ['2026-12-02T09:30:00.000Z', mode === 'FIRE' ? 'chain' : counterparty, 'confirm', 'COMPLETED', {}],
  ]
  return moves.map(([at, actor, action, after, data], index) => ({
    sequence: index + 1,
    at,
    actor,
    action,
    before: moves[index - 1]?.[3] ?? null,
    after,
    data,
  }))
}

async function makeSettlement({ mode, ending, change = {} }: Recipe, final: Hex): Promise<Settlement[]> {
  if (mode === 'SOLO' || ending === 'clock') return []
  const bonded = mode === 'FIRE'
  const split = ending === 'split'
  const outcome = split ? 'SPLIT' : 'FULFILLED'
  const made: SettleMessage = {
    title: settleTitle(outcome),
    challenge: ID,
    deal: bonded ? DEAL : ZERO_HASH,
    final,
    outcome,
    toCreator: split ? '150000000000000000' : '0',
    toCounterparty: split ? '50000000000000000' : '0',
    nonce: '0',
    validUntil: String(Date.parse('2026-12-02T12:00:00.000Z') / 1000),
  }
  const roles: Role[] = ['creator', 'counterparty']
  const items = await Promise.all(
    roles.map(async (role) => {
      const message = change.settle?.(made, role) ?? made
      const plain = domainFor(CHAIN, bonded ? ESCROW : undefined)
      const domain = change.settleDomain?.(plain, role) ?? plain
      return { message, domain, signer: addressOf(role), signature: await signAs(role, 'Settle', domain, message) }
    }),
  )
  return change.settlement?.(items) ?? items
}

type Parts = {
  payloads: IntentPayload[]
  commitments: ChallengeReceipt['commitments']
  log: LogEntry[]
  settlement: Settlement[]
}

function makeReceipt({ mode = 'GATEKEEPER', ending = 'signed', change = {} }: Recipe, parts: Parts): ChallengeReceipt {
  const { payloads, commitments, log, settlement } = parts
  const solo = mode === 'SOLO'
  const clock = ending === 'clock'
  const parties = solo ? (['creator'] as const) : (['creator', 'counterparty'] as const)
  const signed = clock ? [] : solo ? payloads : settlement
  const count = clock ? 0 : parties.length
  const walked = verifyLog(log)
  const made: ChallengeReceipt = {
    v: 'countersign.receipt/1',
    kind: 'challenge',
    subject: ID,
    parties: parties.map((role) => ({ role, did: pkhDid(CHAIN, addressOf(role)) })),
    mode,
    terms_hash: payloads[0]?.message.termsHash ?? ZERO_HASH,
    commitments,
    outcome: clock ? 'NO_CONTEST' : ending === 'split' ? 'DRAW' : 'FULFILLED',
    split: ending === 'split',
    amounts: mode === 'FIRE' ? amounts(ending) : [],
    signature_hashes: signed.map(({ signature }) => sha256Hex(bytesOf(signature))),
    log: { head: walked.ok ? walked.head : ZERO_HASH, length: log.length },
    funds_proofs: solo ? [] : [FUNDS_ID],
    quorum: { kind: clock ? 'clock' : 'parties', k: count, m: count },
    case: null,
    task: null,
    issued_at: log.at(-1)?.at ?? '',
  }
  return change.receipt?.(made) ?? made
}

function amounts(ending: Recipe['ending']): ChallengeReceipt['amounts'] {
  const asset = nativeAsset(CHAIN)
  const [creator, counterparty] =
    ending === 'split' ? ['150000000000000000', '50000000000000000'] : ['100000000000000000', '100000000000000000']
  return [
    { did: pkhDid(CHAIN, addressOf('creator')), asset, amount: creator ?? '' },
    { did: pkhDid(CHAIN, addressOf('counterparty')), asset, amount: counterparty ?? '' },
  ]
}

function fundsProof(redacted: boolean): BundledFundsProof {
  const asset = nativeAsset(CHAIN)
  const blockHash = keccakHex('block')
  const balance_commitment = balanceCommitment({ salt: keccakHex('salt'), balance: 5n * 10n ** 17n, asset, blockHash })
  const proof: BundledFundsProof = {
    id: FUNDS_ID,
    role: 'counterparty',
    phase: 'lock',
    network: `eip155:${CHAIN}`,
    asset,
    asset_type: 'NATIVE',
    status: 'PASSED',
    min_balance: '400000000000000000',
    block_number: 1201,
    block_hash: blockHash,
    finalized_block_hash: keccakHex('finalized block'),
    providers_agreed: 2,
    balance_commitment,
    checked_at: '2026-12-01T13:00:04.500Z',
  }
  const { min_balance: _, ...rest } = proof
  return redacted ? rest : proof
}

function otherLeaves(count: number): Leaf[] {
  return Array.from({ length: count }, (_, index) => ['receipt', keccakHex(`leaf ${count}.${index}`)] as const)
}

function makeAnchor({ anchoredOn = 84532, change = {} }: Recipe, root: Hex): Anchor {
  const made: Anchor =
    anchoredOn === 'nowhere'
      ? { state: 'pending' }
      : {
          state: 'FINAL',
          chain_id: anchoredOn,
          eas: networkOf(anchoredOn)?.eas ?? `0x${'ea'.repeat(20)}`,
          root,
          tx_hash: keccakHex('transaction'),
          block_number: 20_301_177,
          block_time: '2026-12-02T09:31:00.000Z',
        }
  return change.anchor?.(made) ?? made
}
