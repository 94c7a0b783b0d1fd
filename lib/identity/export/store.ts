import type { Sql } from '@/lib/db/sql'

/** Whose data: the user, the organization that is theirs alone, and the addresses linked to them now: others may be somebody else's by now. */
export type Whose = { userId: string; organizationId: string; addresses: string[] }

/** A place in a section: the last row's key, as text. */
export type Row = { key: string; [name: string]: unknown }
type Read = (sql: Sql, whose: Whose, after: string, limit: number) => PromiseLike<Row[]>

export async function findAddresses(sql: Sql, userId: string): Promise<string[]> {
  const rows = await sql.$queryRaw<{ address: string }[]>`
    SELECT address FROM wallets WHERE user_id = ${userId}::uuid AND unlinked_at IS NULL ORDER BY address`
  return rows.map(({ address }) => address)
}

/** Before every key of every section. */
export const FIRST_KEY = '00000000-0000-0000-0000-000000000000'

/**
 * Everything the desk holds of a person, section by section, each in pages by `key`. Left out: secrets and their hashes,
 * balances (nobody keeps them), and what others wrote. Columns are named one by one, so that a new one does not slip out.
 */
export const SECTIONS: Record<string, Read> = {
  wallets: (sql, { userId }, after, limit) => sql.$queryRaw<Row[]>`
    SELECT id::text AS key, address, namespace, chain_id, kind, verified_at, unlinked_at FROM wallets
    WHERE user_id = ${userId}::uuid AND id > ${after}::uuid ORDER BY id LIMIT ${limit}::int`,

  sessions: (sql, { userId }, after, limit) => sql.$queryRaw<Row[]>`
    SELECT id::text AS key, id, kind, address, chain_id, user_agent, created_at, last_used_at, expires_at, revoked_at FROM sessions
    WHERE user_id = ${userId}::uuid AND id > ${after}::uuid ORDER BY id LIMIT ${limit}::int`,

  organizations: (sql, { userId }, after, limit) => sql.$queryRaw<Row[]>`
    SELECT o.id::text AS key, o.id, o.name, o.personal, o.sandbox, m.role, m.created_at AS member_since
    FROM memberships m JOIN organizations o ON o.id = m.organization_id
    WHERE m.user_id = ${userId}::uuid AND o.id > ${after}::uuid ORDER BY o.id LIMIT ${limit}::int`,

  api_keys: (sql, { userId }, after, limit) => sql.$queryRaw<Row[]>`
    SELECT id::text AS key, id, public_id, organization_id, name, scopes, quotas, created_at, expires_at, last_used_at, revoked_at
    FROM api_keys WHERE user_id = ${userId}::uuid AND id > ${after}::uuid ORDER BY id LIMIT ${limit}::int`,

  /** Sealed; opened where they are written out. */
  contacts: (sql, { userId }, after, limit) => sql.$queryRaw<Row[]>`
    SELECT id::text AS key, id, channel, address AS sealed, verified_at, created_at FROM contacts
    WHERE user_id = ${userId}::uuid AND id > ${after}::uuid ORDER BY id LIMIT ${limit}::int`,

  /** Webhooks and inboxes of the personal organization, those the person made where they still are, and what they are written about. */
  endpoints: (sql, { userId, organizationId }, after, limit) => sql.$queryRaw<Row[]>`
    SELECT id::text AS key, id, organization_id, kind, status, description, event_types, url, concurrency, created_at,
      disabled_reason, disabled_at, last_success_at
    FROM endpoints
    WHERE (organization_id = ${organizationId}::uuid OR user_id = ${userId}::uuid OR (created_by = ${userId}::uuid
        AND organization_id IN (SELECT organization_id FROM memberships WHERE user_id = ${userId}::uuid)))
      AND id > ${after}::uuid ORDER BY id LIMIT ${limit}::int`,

  challenges: (sql, { userId, addresses }, after, limit) => sql.$queryRaw<Row[]>`
    SELECT c.id::text AS key, c.id, c.mode, c.status, c.revision, c.visibility, c.title, c.description, c.terms, c.documents,
      c.requirements, c.bond, c.resolution, c.enforced, c.creator_address, c.counterparty_address, c.expires_at,
      c.resolution_due_at, c.terms_hash, c.deadlines, c.final_hash, c.deadline_at, c.sent_at, c.accepted_at, c.ended_at,
      c.outcome, c.split, c.reason_code, c.reason_text, c.receipt_id, c.deal_id, c.verification, c.created_at, c.updated_at,
      CASE WHEN c.creator_user_id = ${userId}::uuid THEN c.external_id END AS external_id,
      CASE WHEN c.creator_user_id = ${userId}::uuid THEN c.return_url END AS return_url,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('revision', r.revision, 'terms_hash', r.terms_hash, 'terms', r.terms_doc,
        'created_at', r.created_at) ORDER BY r.revision), '[]') FROM challenge_revisions r WHERE r.challenge_id = c.id) AS revisions,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('revision', i.revision, 'role', i.role, 'signer', i.signer, 'hash', i.hash,
        'payload', i.payload, 'created_at', i.created_at) ORDER BY i.created_at), '[]') FROM intents i WHERE i.challenge_id = c.id) AS intents,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('role', o.role, 'action', o.action, 'type', o.primary_type, 'signer', o.signer,
        'message', o.message, 'signature', o.signature, 'created_at', o.created_at, 'closed_at', o.closed_at,
        'closed_why', o.closed_why) ORDER BY o.created_at), '[]') FROM offers o
        WHERE o.challenge_id = c.id AND o.role = mine.role) AS own_offers,
      (SELECT coalesce(jsonb_agg(to_jsonb(e) - 'challenge_id' ORDER BY e.sequence), '[]') FROM challenge_events e
        WHERE e.challenge_id = c.id) AS log,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', s.kind, 'role', s.role, 'token', s.token, 'amount', s.amount::text,
        'status', s.status, 'tx_hash', s.tx_hash) ORDER BY s.created_at), '[]') FROM stakes s
        WHERE s.challenge_id = c.id AND s.role = mine.role) AS own_stakes,
      (SELECT to_jsonb(d.document) FROM deals d WHERE d.challenge_id = c.id) AS deal
    FROM challenges c
    CROSS JOIN LATERAL (
      SELECT CASE WHEN c.creator_user_id = ${userId}::uuid THEN 'creator' ELSE 'counterparty' END AS role
    ) AS mine
    WHERE (c.creator_user_id = ${userId}::uuid OR c.counterparty_user_id = ${userId}::uuid
        OR (c.sent_at IS NOT NULL AND c.counterparty_address = ANY(${addresses}::text[])))
      AND c.id > ${after}::uuid ORDER BY c.id LIMIT ${limit}::int`,

  disputes: (sql, { userId }, after, limit) => sql.$queryRaw<Row[]>`
    SELECT k.id AS key, k.id, k.challenge_id, k.status, k.opener_role, k.outcome, k.opened_at, k.ended_at,
      CASE WHEN mine.role = k.opener_role THEN k.reason END AS own_reason,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('name', e.name, 'size', e.size, 'sha256', e.sha256,
        'uploaded_at', e.uploaded_at) ORDER BY e.created_at), '[]') FROM evidence e
        WHERE e.case_id = k.id AND e.role = mine.role) AS own_evidence
    FROM cases k JOIN challenges c ON c.id = k.challenge_id
    CROSS JOIN LATERAL (
      SELECT CASE WHEN c.creator_user_id = ${userId}::uuid THEN 'creator' ELSE 'counterparty' END AS role
    ) AS mine
    WHERE (c.creator_user_id = ${userId}::uuid OR c.counterparty_user_id = ${userId}::uuid)
      AND k.id > ${after}::text ORDER BY k.id LIMIT ${limit}::int`,

  votes: (sql, { addresses }, after, limit) => sql.$queryRaw<Row[]>`
    SELECT id::text AS key, case_id, round, member, outcome, message, signature, created_at FROM case_votes
    WHERE member = ANY(${addresses}::text[]) AND id > ${after}::uuid ORDER BY id LIMIT ${limit}::int`,

  seats: (sql, { addresses }, after, limit) => sql.$queryRaw<Row[]>`
    SELECT concat_ws('/', subject_kind, subject_id, round, seat) AS key, subject_kind, subject_id, round, seat, member, created_at
    FROM committee_seats
    WHERE member = ANY(${addresses}::text[]) AND concat_ws('/', subject_kind, subject_id, round, seat) > ${after}::text
    ORDER BY 1 LIMIT ${limit}::int`,

  receipts: (sql, { addresses }, after, limit) => sql.$queryRaw<Row[]>`
    SELECT id AS key, id, kind, status, visibility, document, issued_at FROM receipts
    WHERE parties && ${addresses}::text[] AND id > ${after}::text ORDER BY id LIMIT ${limit}::int`,

  /** With what each has locked, under its own wallet or, without one, under any of the person's. */
  agents: (sql, { userId, addresses }, after, limit) => sql.$queryRaw<Row[]>`
    SELECT a.id::text AS key, a.id, a.did, a.member, a.organization_id, a.name, a.capabilities, a.tags, a.ttl_seconds, a.expires_at,
      a.auditor, a.auditor_since, a.created_at, a.updated_at,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('chain_id', s.chain_id, 'contract', s.contract, 'member', s.member,
        'locked', s.locked::text, 'waiting', s.waiting::text, 'free_at', s.free_at) ORDER BY s.chain_id, s.contract, s.member), '[]')
        FROM agent_stakes s WHERE s.member = a.member
          OR (a.did LIKE 'did:key:%' AND s.member = ANY(${addresses}::text[]))) AS stakes
    FROM agents a WHERE a.user_id = ${userId}::uuid AND a.id > ${after}::uuid ORDER BY a.id LIMIT ${limit}::int`,

  /** What the person, or an agent of theirs, said of agents’ work. */
  attestations_on_receipts: (sql, { userId, addresses }, after, limit) => sql.$queryRaw<Row[]>`
    SELECT id::text AS key, id, receipt_id, round, role, signer, member, family, type, score, confidence, evidence_hash,
      evidence_ref, message, signature, created_at
    FROM receipt_attestations
    WHERE (signer IN (SELECT did FROM agents WHERE user_id = ${userId}::uuid)
        OR split_part(signer, ':', 5) = ANY(${addresses}::text[]))
      AND id > ${after}::uuid ORDER BY id LIMIT ${limit}::int`,

  appeals: (sql, { userId }, after, limit) => sql.$queryRaw<Row[]>`
    SELECT receipt_id AS key, receipt_id, did, round, appealed, bond_atomic::text, reason, state, created_at, ended_at
    FROM appeals WHERE user_id = ${userId}::uuid AND receipt_id > ${after}::text ORDER BY receipt_id LIMIT ${limit}::int`,

  credits: (sql, { userId, addresses }, after, limit) => sql.$queryRaw<Row[]>`
    SELECT p.id::text AS key, p.id, p.transfer_id, a.key AS account, a.balance::text AS account_balance, p.amount::text, p.kind,
      p.created_at
    FROM credit_accounts a JOIN credit_postings p ON p.account_id = a.id
    WHERE (a.user_id = ${userId}::uuid OR a.key IN (SELECT 'party:' || unnest(${addresses}::text[]))
        OR a.key IN (SELECT 'party:' || did FROM agents WHERE user_id = ${userId}::uuid))
      AND p.id > ${after}::uuid ORDER BY p.id LIMIT ${limit}::int`,

  /** Of the person's wallets and agents, each with what moved it. */
  reputation: (sql, { userId, addresses }, after, limit) => sql.$queryRaw<Row[]>`
    SELECT r.id AS key, r.id, r.q, r.t, r.r, r.s, r.v, r.i, r.e, r.evidence, r.receipts, r.counterparties, r.completed, r.lost,
      r.silent, r.as_of,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('receipt_id', e.receipt_id, 'with', e."with", 'finalized_at', e.finalized_at,
        'dimension', e.dimension, 'fold', e.fold, 'observation', e.observation, 'alpha_ppm', e.alpha_ppm, 'n', e.n,
        'before', e.before, 'after', e.after) ORDER BY e.finalized_at, e.receipt_id, e.fold, e.dimension), '[]')
        FROM reputation_entries e WHERE e.party = r.id) AS history
    FROM reputation r
    WHERE (r.id = ANY(${addresses}::text[]) OR r.id IN (SELECT did FROM agents WHERE user_id = ${userId}::uuid))
      AND r.id > ${after}::text ORDER BY r.id LIMIT ${limit}::int`,

  funds_proofs: (sql, { userId }, after, limit) => sql.$queryRaw<Row[]>`
    SELECT id::text AS key, id, challenge_id, role, phase, network, wallet, kind, asset_type, token_address, min_balance::text,
      status, provider, providers_agreed, block_number::text, block_hash, finalized_block_number::text, finalized_block_hash,
      balance_commitment, checked_at
    FROM funds_proofs WHERE user_id = ${userId}::uuid AND id > ${after}::uuid ORDER BY id LIMIT ${limit}::int`,

  /** What the personal organization published and was told. */
  events: (sql, { organizationId }, after, limit) => sql.$queryRaw<Row[]>`
    SELECT id::text AS key, id, type, subject, sequence, source, data, metadata, created_at FROM events
    WHERE organization_id = ${organizationId}::uuid AND id > ${after}::uuid ORDER BY id LIMIT ${limit}::int`,

  deliveries: (sql, { organizationId }, after, limit) => sql.$queryRaw<Row[]>`
    SELECT d.event_id || '/' || d.endpoint_id AS key, d.endpoint_id, d.event_id, d.status, d.attempts, d.reason,
      d.created_at, d.ended_at,
      (SELECT coalesce(jsonb_agg(to_jsonb(a) - 'endpoint_id' - 'event_id' ORDER BY a.number), '[]') FROM delivery_attempts a
        WHERE a.endpoint_id = d.endpoint_id AND a.event_id = d.event_id) AS tries
    FROM deliveries d
    WHERE d.organization_id = ${organizationId}::uuid
      AND (d.event_id, d.endpoint_id) > (left(${after}::text, 36)::uuid, right(${after}::text, 36)::uuid)
    ORDER BY d.event_id, d.endpoint_id LIMIT ${limit}::int`,

  /** All of the personal organization, and what the person did in others. */
  audit_log: (sql, { userId, organizationId }, after, limit) => sql.$queryRaw<Row[]>`
    SELECT organization_id || '/' || sequence AS key, organization_id, sequence, at, actor, action, target,
      allowed, details, request_id, previous_hash, hash
    FROM audit_log
    WHERE (organization_id = ${organizationId}::uuid OR (actor = ${`user:${userId}`}::text AND organization_id IN (
        SELECT organization_id FROM memberships WHERE user_id = ${userId}::uuid)))
      AND (organization_id, sequence) > (left(${after}::text, 36)::uuid,
        coalesce(nullif(split_part(${after}::text, '/', 2), ''), '0')::int)
    ORDER BY organization_id, sequence LIMIT ${limit}::int`,

  live_tail: (sql, { organizationId }, after, limit) => sql.$queryRaw<Row[]>`
    SELECT id::text AS key, at, level, source, message, request_id, context FROM log_lines
    WHERE organization_id = ${organizationId}::uuid AND id > ${after}::uuid ORDER BY id LIMIT ${limit}::int`,

  calls: (sql, { organizationId }, after, limit) => sql.$queryRaw<Row[]>`
    SELECT to_char(minute AT TIME ZONE 'UTC', 'YYYYMMDDHH24MI') || route || status_class AS key, minute, route, status_class, calls, total_ms
    FROM call_minutes
    WHERE organization_id = ${organizationId}::uuid
      AND to_char(minute AT TIME ZONE 'UTC', 'YYYYMMDDHH24MI') || route || status_class > ${after}::text
    ORDER BY 1 LIMIT ${limit}::int`,
}
