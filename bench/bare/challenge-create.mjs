import { createHash } from 'node:crypto'
import { v7 } from 'uuid'
import { findCaller } from './session.mjs'

const OWN_WALLETS = `
    SELECT address, chain_id FROM wallets WHERE user_id = $1::uuid AND unlinked_at IS NULL`

const BEGIN = 'BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL statement_timeout = 5000'

const HOLD = `
    SELECT address FROM wallets
    WHERE user_id = $1::uuid AND address = ANY($2::text[]) AND unlinked_at IS NULL
    ORDER BY id FOR KEY SHARE`

const INSERT = `
    INSERT INTO challenges (
      id, organization_id, mode, status, visibility, title, description, terms, documents, requirements, resolution,
      external_id, return_url, creator_user_id, creator_address, creator_chain_id, counterparty_address, counterparty_named,
      expires_at, resolution_due_at, status_since, deadline_at, deadline_then, warn_at, log_head, log_length, created_at, updated_at)
    VALUES (
      $1::uuid, $2::uuid, $3, $4, $5, $6, $7,
      $8::jsonb, $9::jsonb, $10::jsonb, $11::jsonb,
      $12, $13, $14::uuid, $15, $16,
      $17, $18, $19::timestamptz, $20::timestamptz,
      $21::timestamptz, $22::timestamptz, $23, $24::timestamptz,
      $25, $26, $27::timestamptz, $28::timestamptz)`

const LOG = `
    INSERT INTO challenge_events (challenge_id, sequence, at, actor, action, before, after, data, hash)
    VALUES ($1::uuid, $2, $3::timestamptz, $4, $5,
      $6, $7, $8::jsonb, $9)`

const PUBLISH = `
    WITH told AS (
      SELECT * FROM jsonb_to_recordset($1::jsonb) AS t(id uuid, organization_id uuid, data jsonb)
    ), counted AS (
      INSERT INTO event_subjects AS s (organization_id, subject, sequence)
      SELECT organization_id, $2::text, 1 FROM told ORDER BY organization_id
      ON CONFLICT (organization_id, subject) DO UPDATE SET sequence = s.sequence + 1
      RETURNING s.organization_id, s.sequence
    )
    INSERT INTO events (id, fact_id, organization_id, type, subject, sequence, source, data, metadata, request_id, created_at)
    SELECT told.id, $3::uuid, told.organization_id, $4::text, $5::text, counted.sequence,
      $6::text, told.data, $7::jsonb,
      $8::text, $9::timestamptz
    FROM told JOIN counted USING (organization_id)`

const DAYS_MS = 86_400_000

/** The caller, their wallets, then one transaction: the draft, the first entry of its log, the event for its organization. */
export async function createChallenge(pool, body, headers) {
  const now = new Date()
  const caller = await findCaller(pool, headers, now)
  const own = await pool.query({ name: 'own-wallets', text: OWN_WALLETS, values: [caller.userId] })
  const draft = toDraft(body, caller, own.rows, now)

  const client = await pool.connect()
  try {
    await client.query(BEGIN)
    await client.query({ name: 'hold', text: HOLD, values: [caller.userId, [caller.address]] })
    await client.query({ name: 'challenge', text: INSERT, values: columnsOf(draft, now) })
    await client.query({ name: 'log', text: LOG, values: logColumnsOf(draft, now) })
    await client.query({ name: 'publish', text: PUBLISH, values: eventColumnsOf(draft, now) })
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  } finally {
    client.release()
  }
  return toAnswer(draft, now)
}

function toDraft(body, caller, wallets, now) {
  const counterparty = body.counterparty.toLowerCase()
  if (wallets.some(({ address }) => address === counterparty)) throw new Error('same party')

  const { network, funds_checks } = body.gatekeeper_requirements.counterparty
  const checks = funds_checks.map((check) => ({ ...check, recheck: check.recheck ?? 'lock' }))
  const did = `did:pkh:eip155:${caller.chainId}:${caller.address}`
  const log = {
    sequence: 1,
    at: now.toISOString(),
    actor: did,
    action: 'create',
    before: null,
    after: 'DRAFT',
    data: {},
  }
  return {
    ...body,
    id: v7(),
    caller,
    counterparty,
    did,
    requirements: { creator: null, counterparty: { network, funds_checks: checks } },
    deadlineAt: new Date(now.getTime() + 30 * DAYS_MS),
    warnAt: new Date(now.getTime() + 24 * DAYS_MS),
    log,
    logHead: hashEntry(log),
  }
}

/** sha256 over 64 zeros and the entry with its keys in order, as the log's chain begins. */
function hashEntry({ action, actor, after, at, before, data, sequence }) {
  const ordered = JSON.stringify({ action, actor, after, at, before, data, sequence })
  return `0x${createHash('sha256').update('0'.repeat(64)).update(ordered).digest('hex')}`
}

const columnsOf = (draft, now) => [
  ...[draft.id, draft.caller.organizationId, 'GATEKEEPER', 'DRAFT', 'link', draft.title, draft.description],
  ...[JSON.stringify(draft.terms), '[]', JSON.stringify(draft.requirements), '{"strategy":"MUTUAL"}'],
  ...[draft.external_id, null, draft.caller.userId, draft.caller.address, draft.caller.chainId],
  ...[
    draft.counterparty,
    true,
    null,
    null,
    now,
    draft.deadlineAt,
    'CANCELLED',
    draft.warnAt,
    draft.logHead,
    1,
    now,
    now,
  ],
]

const logColumnsOf = ({ id, did, logHead }, now) => [id, 1, now, did, 'create', null, 'DRAFT', '{}', logHead]

function eventColumnsOf({ id, caller, deadlineAt, logHead, external_id }, now) {
  const data = {
    challenge_id: id,
    mode: 'GATEKEEPER',
    status: 'DRAFT',
    revision: 1,
    outcome: null,
    reason: null,
    receipt_id: null,
    deadline_at: deadlineAt,
    log: { head: logHead, length: 1 },
    external_id,
  }
  const told = [{ id: v7(), organization_id: caller.organizationId, data }]
  return [JSON.stringify(told), id, v7(), 'challenge.created', id, 'desk', '{}', v7(), now]
}

function toAnswer(draft, now) {
  return {
    id: draft.id,
    mode: 'GATEKEEPER',
    status: 'DRAFT',
    outcome: null,
    split: false,
    reason: null,
    visibility: 'link',
    external_id: draft.external_id,
    return_url: null,
    revision: 1,
    title: draft.title,
    description: draft.description,
    terms: draft.terms,
    documents: [],
    terms_hash: null,
    accepted_at: null,
    creator: draft.did,
    counterparty: `did:pkh:eip155:${draft.caller.chainId}:${draft.counterparty}`,
    requirements: draft.requirements,
    verification: {
      creator: { wallet: 'PENDING', funds: 'NOT_REQUIRED' },
      counterparty: { wallet: 'PENDING', funds: 'PENDING' },
    },
    bond: null,
    resolution: { strategy: 'MUTUAL' },
    stakes: [],
    deadline: { at: draft.deadlineAt, then: 'CANCELLED' },
    traffic_light: {
      state: 'YELLOW',
      reasons: [{ code: 'not_sent', state: 'YELLOW', text: 'A draft: nothing has been signed.' }],
    },
    commitments: { initiator_hash: null, counter_hash: null, final_hash: null },
    offers: [],
    actions: ['patch', 'cancel', 'send'],
    log_head: draft.logHead,
    created_at: now,
    updated_at: now,
  }
}
