import { fixDeadlines, toDeadlinesJson } from '../../lib/challenge/deadlines'
import { buildIntent, type TermsDoc } from '../../lib/challenge/terms'
import type { BundledFundsProof, Settlement } from '../../lib/proof/bundle'
import {
  counterCommitment,
  finalCommitment,
  type IntentPayload,
  initiatorCommitment,
  intentPayload,
  soloCommitment,
  termsHash,
} from '../../lib/proof/commitment'
import { pkhDid } from '../../lib/proof/did'
import { bytesOf, type Hex, sha256Hex, ZERO_HASH } from '../../lib/proof/hash'
import { type LogEntry, verifyLog } from '../../lib/proof/log'
import type { ChallengeReceipt } from '../../lib/proof/receipt'
import { domainFor, type SettleMessage, settleTitle } from '../../lib/proof/typed-data'
import { addressOf, PARTIES, type PartyAccount, signAs } from './parties'

const CHAIN = 31_337
const DOMAIN = domainFor(CHAIN)
export const PRICE_WEI = 400_000_000_000_000_000n

export const TIMES = {
  created: new Date('2026-11-02T11:58:12.000Z'),
  sent: new Date('2026-11-02T12:01:40.000Z'),
  accepted: new Date('2026-11-02T13:00:21.000Z'),
  fundsRead: new Date('2026-11-02T13:00:24.000Z'),
  locked: new Date('2026-11-02T13:00:25.000Z'),
  creatorConfirmed: new Date('2026-11-03T09:12:03.000Z'),
  ended: new Date('2026-11-03T09:30:47.000Z'),
}

export type Deal = {
  receipt: ChallengeReceipt
  intents: IntentPayload[]
  settlement: Settlement[]
  log: LogEntry[]
}

/** A bike for 0.4 ETH: sent, accepted, its funds read, and said to be fulfilled by both. */
export async function makeBikeDeal(proof: BundledFundsProof): Promise<Deal> {
  const { creator, counterparty } = PARTIES
  const terms = makeTerms({
    challenge: '01a19c1f-cc20-7c51-8a6e-4f0c52d1b7aa',
    mode: 'GATEKEEPER',
    title: 'Bike for 0.4 ETH',
    description: 'Blue road bike, 54 cm, with lights. Handed over in person; the price is paid on the spot.',
    creator: addressOf(creator),
    counterparty: addressOf(counterparty),
    requirements: { creator: null, counterparty: FUNDS_ASKED },
  })
  const first = await signIntent(terms, 'creator', creator)
  const initiator_hash = initiatorCommitment(first)
  const second = await signIntent(terms, 'counterparty', counterparty, initiator_hash)
  const counter_hash = counterCommitment(second, initiator_hash)
  const final_hash = finalCommitment(initiator_hash, counter_hash)

  const settlement = await Promise.all(
    [creator, counterparty].map((party) => signOutcome(terms.challenge, final_hash, party)),
  )
  const [byCreator, byCounterparty] = settlement.map(({ signature }) => ({
    outcome: 'FULFILLED',
    signature_hash: sha256Hex(bytesOf(signature)),
  }))
  const [seller, buyer] = [didOf(creator), didOf(counterparty)]
  const log = makeLog([
    [TIMES.created, seller, 'create', 'DRAFT', {}],
    [TIMES.sent, seller, 'send', 'AWAITING_COUNTERPARTY', { initiator_hash, revision: 1 }],
    [TIMES.accepted, buyer, 'accept', 'AWAITING_GATEKEEPER', { counter_hash, final_hash }],
    [TIMES.locked, 'desk', 'lock', 'INTENT_LOCKED', { funds_proofs: [proof.id] }],
    [TIMES.creatorConfirmed, seller, 'confirm', 'INTENT_LOCKED', { ...byCreator }],
    [TIMES.ended, buyer, 'confirm', 'COMPLETED', { ...byCounterparty }],
  ])
  const receipt = makeReceipt(terms, log, {
    parties: [
      { role: 'creator', did: seller },
      { role: 'counterparty', did: buyer },
    ],
    commitments: { initiator_hash, counter_hash, final_hash },
    signed: settlement,
    funds: [proof.id],
  })
  return { receipt, intents: [first, second], settlement, log }
}

/** The receipt of something one wallet put on record alone; the sample shares its anchor with a few of these. */
export async function makeSoloReceipt(party: PartyAccount, index: number): Promise<ChallengeReceipt> {
  const terms = makeTerms({
    challenge: `01a19c1f-cc20-7000-8000-00000000000${index}`,
    mode: 'SOLO',
    title: `Note ${index + 1}`,
    description: null,
    creator: addressOf(party),
    counterparty: null,
    requirements: null,
  })
  const intent = await signIntent(terms, 'creator', party)
  const initiator_hash = initiatorCommitment(intent)
  const counter_hash = soloCommitment(initiator_hash)
  const final_hash = finalCommitment(initiator_hash, counter_hash)
  const log = makeLog([
    [TIMES.created, didOf(party), 'create', 'DRAFT', {}],
    [TIMES.ended, didOf(party), 'confirm', 'INTENT_LOCKED', { initiator_hash, counter_hash, final_hash }],
    [TIMES.ended, 'desk', 'resolve', 'COMPLETED', { outcome: 'FULFILLED' }],
  ])
  return makeReceipt(terms, log, {
    parties: [{ role: 'creator', did: didOf(party) }],
    commitments: { initiator_hash, counter_hash, final_hash },
    signed: [intent],
    funds: [],
  })
}

const FUNDS_ASKED = {
  network: `eip155:${CHAIN}`,
  funds_checks: [
    {
      asset_type: 'NATIVE' as const,
      min_balance: PRICE_WEI.toString(),
      currency_symbol: 'ETH',
      recheck: 'lock' as const,
    },
  ],
}

type Said = Pick<TermsDoc, 'challenge' | 'mode' | 'title' | 'description' | 'creator' | 'counterparty' | 'requirements'>

function makeTerms(said: Said): TermsDoc {
  const wanted = { mode: said.mode, expiresAt: null, resolutionDueAt: null, enforced: null }
  return {
    v: 'countersign.terms/1',
    revision: 1,
    ...said,
    terms: null,
    documents: [],
    bond: null,
    resolution: { strategy: 'MUTUAL' },
    deadlines: toDeadlinesJson(fixDeadlines(wanted, TIMES.sent)),
    visibility: 'link',
  }
}

async function signIntent(
  terms: TermsDoc,
  role: 'creator' | 'counterparty',
  party: PartyAccount,
  initiatorHash: Hex = ZERO_HASH,
): Promise<IntentPayload> {
  const signer = addressOf(party)
  const message = buildIntent(terms, termsHash(terms), { role, party: signer }, initiatorHash)
  return intentPayload({
    domain: DOMAIN,
    message,
    signer,
    signature: await signAs(party, 'Intent', DOMAIN, message),
  })
}

async function signOutcome(challenge: string, final: Hex, party: PartyAccount): Promise<Settlement> {
  const message: SettleMessage = {
    title: settleTitle('FULFILLED'),
    challenge,
    deal: ZERO_HASH,
    final,
    outcome: 'FULFILLED',
    toCreator: '0',
    toCounterparty: '0',
    nonce: '0',
    validUntil: String(Date.parse('2026-11-04T09:00:00.000Z') / 1000),
  }
  return {
    message,
    domain: DOMAIN,
    signer: addressOf(party),
    signature: await signAs(party, 'Settle', DOMAIN, message),
  }
}

type Step = [at: Date, actor: string, action: string, after: string, data: Record<string, unknown>]

function makeLog(steps: Step[]): LogEntry[] {
  return steps.map(([at, actor, action, after, data], index) => {
    const before = steps[index - 1]?.[3] ?? null
    return { sequence: index + 1, at: at.toISOString(), actor, action, before, after, data }
  })
}

type Ending = Pick<ChallengeReceipt, 'parties' | 'commitments'> & { signed: { signature: Hex }[]; funds: string[] }

function makeReceipt(terms: TermsDoc, log: LogEntry[], ending: Ending): ChallengeReceipt {
  const walked = verifyLog(log)
  if (!walked.ok) throw new Error(walked.why)
  return {
    v: 'countersign.receipt/1',
    kind: 'challenge',
    subject: terms.challenge,
    parties: ending.parties,
    mode: terms.mode,
    terms_hash: termsHash(terms),
    commitments: ending.commitments,
    outcome: 'FULFILLED',
    split: false,
    amounts: [],
    signature_hashes: ending.signed.map(({ signature }) => sha256Hex(bytesOf(signature))),
    log: { head: walked.head, length: walked.length },
    funds_proofs: ending.funds,
    quorum: { kind: 'parties', k: ending.parties.length, m: ending.parties.length },
    case: null,
    task: null,
    issued_at: TIMES.ended.toISOString(),
  }
}

const didOf = (party: PartyAccount) => pkhDid(CHAIN, addressOf(party))
