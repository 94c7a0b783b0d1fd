/**
 * Every kind of fact the desk tells (`GET events/types`): what it means and what `data` looks like. A type is `noun.verb`;
 * the subject is the id of what it is about.
 */
const CHALLENGE = '0193f1a2-7c1e-7b3a-9d0e-5f2a6c4b8d10'
const RECEIPT = '0x9d1f0c3b7a52e4861f0d2c4b6a8e9f7d5c3b1a09f8e7d6c5b4a3928170605f4e'

const challenge = {
  challenge_id: CHALLENGE,
  mode: 'GATEKEEPER',
  status: 'AWAITING_COUNTERPARTY',
  revision: 1,
  outcome: null,
  reason: null,
  receipt_id: null,
  deadline_at: '2026-12-04T09:30:00.000Z',
  log: { head: '0x5d1c0b9a8e7f5d4c3b2a19080706f5e4d3c2b1a0998877665544332211ffeedd', length: 4 },
  external_id: 'order-1042',
}
const ended = { ...challenge, status: 'COMPLETED', outcome: 'FULFILLED', receipt_id: RECEIPT, deadline_at: null }
const disputed = { ...challenge, status: 'DISPUTED' }
const locked = { ...challenge, status: 'INTENT_LOCKED' }
const receipt = {
  receipt_id: RECEIPT,
  kind: 'challenge',
  subject: CHALLENGE,
  outcome: 'FULFILLED',
  split: false,
  status: 'FINALIZED',
}
const ENDPOINT = '0193f1a2-9b2c-7d4e-8f60-718293a4b5c6'
const endpoint = {
  endpoint_id: ENDPOINT,
  kind: 'WEBHOOK',
  status: 'ACTIVE',
  reason: null,
  failing_since: null,
}

const task = { ...receipt, kind: 'task', subject: 'job-77', outcome: null, status: 'PENDING' }
const AGENT = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK'
const UID = '0x5f2a6c4b8d100193f1a27b3a9d0e5d1c0b9a8e7f5d4c3b2a19080706f5e47c1e'
const attestation = {
  workflow_id: '0193f1a2-a7d3-7c58-8e91-2f3a4b5c6d7e',
  index: 0,
  chain_id: 'eip155:8453',
  uid: UID,
  operation: 'ATTEST',
  status: 'CONFIRMED',
  tx_hash: '0x0706f5e4d3c2b1a0998877665544332211ffee2f1d6c0b9a8e7f5d4c3b2a1908',
  error: null,
}

export const CATALOGUE = {
  'challenge.created': {
    description: 'A draft was made.',
    subject: CHALLENGE,
    data: { ...challenge, status: 'DRAFT' },
  },
  'challenge.patched': {
    description: 'The draft was changed.',
    subject: CHALLENGE,
    data: { ...challenge, status: 'DRAFT', revision: 2 },
  },
  'challenge.sent': { description: 'The creator signed and sent the terms.', subject: CHALLENGE, data: challenge },
  'challenge.accepted': {
    description: 'The counterparty signed the same terms.',
    subject: CHALLENGE,
    data: { ...challenge, status: 'AWAITING_GATEKEEPER' },
  },
  'challenge.declined': {
    description: 'The counterparty said no.',
    subject: CHALLENGE,
    data: { ...challenge, status: 'CANCELLED', reason: 'DECLINED', deadline_at: null },
  },
  'challenge.countered': {
    description: 'One side changed the terms and signed a new revision; older signatures are void.',
    subject: CHALLENGE,
    data: { ...challenge, revision: 2 },
  },
  'challenge.locked': {
    description: 'Both intents stand, and every check passed or both bonds are confirmed on chain.',
    subject: CHALLENGE,
    data: locked,
  },
  'challenge.begun': {
    description: 'Both bonds are locked and its time runs; or, signed by one alone, it waits for its oracle.',
    subject: CHALLENGE,
    data: { ...locked, mode: 'FIRE', status: 'AWAITING_RESOLUTION' },
  },
  'challenge.responded': {
    description: 'A response is on chain, sealed until both are.',
    subject: CHALLENGE,
    data: { ...locked, mode: 'ENFORCED', status: 'ACTIVE' },
  },
  'challenge.disputed': {
    description: 'One side disputes it. A panel decides, or both agree after all.',
    subject: CHALLENGE,
    data: { ...locked, status: 'DISPUTED' },
  },
  'challenge.rolled_back': {
    description:
      'The chain took back what it had said of a deposit, a response or a dispute; the challenge went back too.',
    subject: CHALLENGE,
    data: { ...challenge, mode: 'FIRE' },
  },
  'challenge.offer_made': {
    description: 'One side signed an outcome, an extension or a cancellation; it lands when the other signs the same.',
    subject: CHALLENGE,
    data: locked,
  },
  'challenge.offers_voided': { description: 'One side withdrew what it had signed.', subject: CHALLENGE, data: locked },
  'challenge.extended': { description: 'Both sides signed a later deadline.', subject: CHALLENGE, data: locked },
  'challenge.deadline_near': {
    description: 'Four fifths of the time to act have passed.',
    subject: CHALLENGE,
    data: challenge,
  },
  'challenge.downtime': {
    description: 'The desk was down; the deadline it covered moved by as much.',
    subject: CHALLENGE,
    data: challenge,
  },
  'challenge.evidence_added': {
    description: 'One side shows the panel a file that its dispute did not name.',
    subject: CHALLENGE,
    data: disputed,
  },
  'challenge.panel_seated': {
    description: 'The members of a panel were drawn, or silent ones replaced.',
    subject: CHALLENGE,
    data: disputed,
  },
  'challenge.voted': { description: 'A member of the panel signed an outcome.', subject: CHALLENGE, data: disputed },
  'challenge.completed': { description: 'It ended with an outcome and a receipt.', subject: CHALLENGE, data: ended },
  'challenge.cancelled': {
    description: 'It was called off before it was locked.',
    subject: CHALLENGE,
    data: { ...challenge, status: 'CANCELLED', reason: 'CANCELLED', deadline_at: null },
  },
  'challenge.expired': {
    description: 'A deadline passed; everything goes back to where it came from.',
    subject: CHALLENGE,
    data: { ...ended, status: 'EXPIRED', outcome: 'NO_CONTEST' },
  },
  'receipt.issued': { description: 'The record of something finished was made.', subject: RECEIPT, data: receipt },
  'receipt.anchored': {
    description: 'The receipt’s Merkle root is timestamped on chain, finally.',
    subject: RECEIPT,
    data: {
      receipt_id: RECEIPT,
      anchor: {
        chain_id: 'eip155:8453',
        root: '0x2f1d6c0b9a8e7f5d4c3b2a19080706f5e4d3c2b1a0998877665544332211ffee',
        tx_hash: '0x4c3b2a19080706f5e4d3c2b1a0998877665544332211ffee2f1d6c0b9a8e7f5d',
        block_number: 21_400_312,
        block_time: '2026-12-02T10:15:27.000Z',
      },
    },
  },
  'challenge.turn': {
    description:
      'It became this organization’s turn: `asked` says what of its creator, counterparty, moderator or member of the panel.',
    subject: CHALLENGE,
    data: { ...challenge, role: 'counterparty', asked: 'accept' },
  },
  'bond.released': {
    description: 'The contract credited this side of a challenge that ended: what goes back, and what was won.',
    subject: CHALLENGE,
    data: {
      challenge_id: CHALLENGE,
      deal_id: '0x7c1e5f2a6c4b8d100193f1a27b3a9d0e5d1c0b9a8e7f5d4c3b2a19080706f5e4',
      chain_id: 'eip155:8453',
      role: 'counterparty',
      outcome: 'FULFILLED',
      token_address: null,
      symbol: 'ETH',
      decimals: 18,
      amount: '50000000000000000',
      tx_hash: '0x0706f5e4d3c2b1a0998877665544332211ffee2f1d6c0b9a8e7f5d4c3b2a1908',
    },
  },
  'receipt.committee_seated': {
    description: 'The committee of a task’s receipt was drawn, or its silent members replaced.',
    subject: RECEIPT,
    data: { ...task, round: 0, k: 3, m: 5 },
  },
  'receipt.attested': {
    description: 'The client or a seated member signed a statement on a receipt.',
    subject: RECEIPT,
    data: { ...task, type: 'AUDIT_PASS', round: 0, passes: 2, fails: 0 },
  },
  'receipt.finalized': {
    description: 'The committee found the task done.',
    subject: RECEIPT,
    data: { ...task, status: 'FINALIZED', verdict_id: UID },
  },
  'receipt.failed': {
    description: 'So many members found against the task that a quorum for it is out of reach.',
    subject: RECEIPT,
    data: { ...task, status: 'FAILED', verdict_id: UID },
  },
  'receipt.expired': {
    description: 'Nobody judged it in time; it counts for nobody’s reputation.',
    subject: RECEIPT,
    data: { ...task, status: 'EXPIRED', verdict_id: UID },
  },
  'receipt.appealed': {
    description: 'One side put up a bond and asks for a larger committee of others.',
    subject: RECEIPT,
    data: { ...task, status: 'APPEALED' },
  },
  'receipt.reversed': {
    description: 'The appeal was won: what the first committee decided counts no more.',
    subject: RECEIPT,
    data: { ...task, status: 'REVERSED', verdict_id: UID },
  },
  'audit.seated': {
    description:
      'A member of this organization was drawn to judge a task: their statement is asked for until `due_at`.',
    subject: RECEIPT,
    data: {
      receipt_id: RECEIPT,
      round: 0,
      member: '0xbcd4042de499d14e55001ccbb24a551f3b954096',
      due_at: '2026-12-05T09:30:00.000Z',
    },
  },
  'agent.registered': {
    description: 'An agent proved its key and said what it can do, for the first time or again.',
    subject: AGENT,
    data: { did: AGENT, auditor: false, expires_at: '2026-12-05T09:30:00.000Z' },
  },
  'attestation.confirmed': {
    description: 'An attestation stands on its chain for good.',
    subject: attestation.workflow_id,
    data: attestation,
  },
  'attestation.revoked': {
    description: 'A revocation stands on its chain for good.',
    subject: attestation.workflow_id,
    data: { ...attestation, operation: 'REVOKE', status: 'CONFIRMED' },
  },
  'attestation.failed': {
    description:
      'The chain would not take it, or it was not sent in time (status EXPIRED). It waits in the dead-letter list; a revocation off chain, of no workflow, is asked for again.',
    subject: attestation.workflow_id,
    data: { ...attestation, uid: null, tx_hash: null, status: 'FAILED', error: 'NotFound' },
  },
  'endpoint.test': {
    description: 'Somebody asked for it, to see whether an endpoint answers. Sent to that endpoint alone.',
    subject: ENDPOINT,
    data: endpoint,
  },
  'endpoint.probe': {
    description: 'The desk asks whether a disabled endpoint answers again. Sent to that endpoint alone.',
    subject: ENDPOINT,
    data: { ...endpoint, status: 'DISABLED', reason: 'FAILING', failing_since: '2026-11-26T09:30:00.000Z' },
  },
  'endpoint.disabled': {
    description:
      'An endpoint is not sent to any more: it answered nothing well for five days (FAILING), or 410 (GONE). Its deliveries wait.',
    subject: ENDPOINT,
    data: { ...endpoint, status: 'DISABLED', reason: 'FAILING', failing_since: '2026-11-26T09:30:00.000Z' },
  },
  'endpoint.recovered': {
    description: 'A disabled endpoint answered a probe; its waiting deliveries go on.',
    subject: ENDPOINT,
    data: endpoint,
  },
} as const satisfies Record<`${string}.${string}`, { description: string; subject: string; data: object }>

/** The types the desk itself publishes. */
export type EventType = keyof typeof CATALOGUE
