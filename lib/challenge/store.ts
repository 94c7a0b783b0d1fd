import { Prisma } from '@/lib/db/generated/client'
import type { Sql } from '@/lib/db/sql'
import type { Db, Tx } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/id'
import type { IntentPayload } from '@/lib/proof/commitment'
import type { Hex } from '@/lib/proof/hash'
import type { LogEntry } from '@/lib/proof/log'
import type { Domain, PrimaryType } from '@/lib/proof/typed-data'
import { type ReputationFlag, reputationFlags } from '@/lib/reputation/flags'
import { loadStandings, NO_STANDING, type Standing } from './chain-store'
import type { Challenge, Offer, Response, Signer, Verification } from './challenge'
import { type DeadlinesJson, fromDeadlinesJson, toDeadlinesJson } from './deadlines'
import type { Draft, Requirements, Resolution } from './draft'
import { asksForReputation } from './reputation-reasons'
import type { Mode, Outcome, Party, Status } from './state'
import type { TermsDoc } from './terms'

/** The file of this noun that knows the database (what bonds and disputes add: chain-store.ts). */

/** Texts kept for one wallet, challenge and action: one a minute for most of the day they are good for. */
const MAX_TEXTS = 1_000

/** What is on the table. Responses are never closed but by another one. */
const WITH_OFFERS = { offers: { where: { closedAt: null }, orderBy: { createdAt: 'asc' } } } as const
/** The type a response is kept under among the offers. */
const RESPONSE = 'Response'
type Row = Prisma.ChallengeGetPayload<{ include: typeof WITH_OFFERS }>

/** The challenge with its open offers. E3010 when there is none. */
export async function loadChallenge(db: Db, id: string): Promise<Challenge> {
  const row = await db.challenge.findUnique({ where: { id }, include: WITH_OFFERS })
  if (!row) throw notFound()
  const [challenge] = await toChallenges(db, [row])
  if (!challenge) throw notFound()
  return challenge
}

/** As `loadChallenge`, holding the row's lock to the end of the transaction: two at once become one after the other. */
export async function lockChallenge(tx: Tx, id: string): Promise<Challenge> {
  await tx.$queryRaw`SELECT 1 FROM challenges WHERE id = ${id}::uuid FOR UPDATE`
  return loadChallenge(tx, id)
}

export function notFound(): AppError {
  return new AppError('E3010', 'There is no such challenge, or it is not yours to see.')
}

type Mine = {
  userId: string
  addresses: string[]
  role?: Party | undefined
  status?: Status | undefined
  mode?: Mode | undefined
  externalId?: string | undefined
}
type ListFilter = Mine & { open?: boolean | undefined; before?: string | undefined; take: number }

/** Newest first: those the user created, and those sent to one of their wallets. */
export async function listChallengeRows(db: Db, filter: ListFilter): Promise<Challenge[]> {
  const rows = await db.challenge.findMany({
    where: {
      ...mineWhere(filter),
      ...(filter.open ? { endedAt: null } : {}),
      ...(filter.before ? { id: { lt: filter.before } } : {}),
    },
    include: WITH_OFFERS,
    orderBy: { id: 'desc' },
    take: filter.take,
  })
  return toChallenges(db, rows)
}

type OpenFilter = Mine & { after?: { at: string; id: string } | undefined; now: Date; take: number }

/** As `listChallengeRows`, of those that can still end, the nearest deadline first. */
export async function listOpenRows(db: Db, filter: OpenFilter): Promise<Challenge[]> {
  const { after, now } = filter
  const at = after && new Date(after.at)
  const rows = await db.challenge.findMany({
    where: {
      ...mineWhere(filter),
      endedAt: null,
      deadlineAt: { gt: now },
      ...(at ? { OR: [{ deadlineAt: { gt: at } }, { deadlineAt: at, id: { gt: after.id } }] } : {}),
    },
    include: WITH_OFFERS,
    orderBy: [{ deadlineAt: 'asc' }, { id: 'asc' }],
    take: filter.take,
  })
  return toChallenges(db, rows)
}

async function toChallenges(db: Db, rows: Row[]): Promise<Challenge[]> {
  const standings = await loadStandings(db, rows)
  const asking = rows.filter(({ status }) => asksForReputation(status)).flatMap(partiesOf)
  const flags = asking.length > 0 ? await reputationFlags(db, asking) : new Map<string, ReputationFlag>()
  return rows.map((row) => ({ ...toChallenge(row, standings.get(row.id)), reputation: flagsOf(row, flags) }))
}

function partiesOf({ creatorAddress, counterpartyAddress }: Row): string[] {
  return [creatorAddress, counterpartyAddress].flatMap((address) => address?.toLowerCase() ?? [])
}

function flagsOf({ creatorAddress, counterpartyAddress }: Row, flags: Map<string, ReputationFlag>) {
  const creator = flags.get(creatorAddress.toLowerCase())
  const counterparty = flags.get(counterpartyAddress?.toLowerCase() ?? '')
  return { ...(creator ? { creator } : {}), ...(counterparty ? { counterparty } : {}) }
}

function mineWhere(filter: Mine): Prisma.ChallengeWhereInput {
  const mine: Prisma.ChallengeWhereInput = { creatorUserId: filter.userId }
  const sentToMe: Prisma.ChallengeWhereInput = {
    status: { not: 'DRAFT' },
    sentAt: { not: null },
    OR: [{ counterpartyUserId: filter.userId }, { counterpartyAddress: { in: filter.addresses }, acceptedAt: null }],
  }
  return {
    AND: [{ OR: filter.role === 'creator' ? [mine] : filter.role === 'counterparty' ? [sentToMe] : [mine, sentToMe] }],
    ...(filter.status ? { status: filter.status } : {}),
    ...(filter.mode ? { mode: filter.mode } : {}),
    ...(filter.externalId ? { externalId: filter.externalId } : {}),
  }
}

/** The titles of those among `ids` that are the user's own: made by them, or sent to one of their wallets. */
export async function listTitles(
  db: Db,
  who: { userId: string; addresses: string[] },
  ids: string[],
): Promise<{ id: string; title: string }[]> {
  return db.challenge.findMany({ where: { id: { in: ids }, ...mineWhere(who) }, select: { id: true, title: true } })
}

type DocumentQuery = { sha256: string; userId: string | null }
type DocumentRow = {
  challenge_id: string
  title: string
  document: string
  status: string
  outcome: Outcome | null
  receipt_id: string | null
  role?: Party
}

/** Enough to recognise a document by; a template signed a thousand times has a thousand challenges. */
const MAX_BY_DOCUMENT = 50

/**
 * Challenges that name a document with this hash, newest first, at most 50: the user's own, and public ones that somebody
 * signed. As `roleOf` and `canSee` decide, but for those that only a link opens.
 */
export async function listByDocument(sql: Sql, { sha256, userId }: DocumentQuery): Promise<DocumentRow[]> {
  const rows = await sql.$queryRaw<(Omit<DocumentRow, 'role'> & { role: Party | null })[]>`
    SELECT * FROM (
      SELECT id::text AS challenge_id, title, status, outcome, receipt_id,
        jsonb_path_query_first(documents, '$[*] ? (@.sha256 == $hash).name',
          jsonb_build_object('hash', ${sha256}::text)) #>> '{}' AS document,
        CASE
          WHEN creator_user_id = ${userId}::uuid THEN 'creator'
          WHEN counterparty_user_id = ${userId}::uuid THEN 'counterparty'
          WHEN counterparty_user_id IS NULL AND sent_at IS NOT NULL AND counterparty_address IN (
            SELECT address FROM wallets WHERE user_id = ${userId}::uuid AND unlinked_at IS NULL) THEN 'counterparty'
        END AS role,
        visibility = 'public' AND (sent_at IS NOT NULL OR final_hash IS NOT NULL) AS open
      FROM challenges
      WHERE documents <> '[]' AND documents @> jsonb_build_array(jsonb_build_object('sha256', ${sha256}::text))
    ) named
    WHERE role IS NOT NULL OR open
    ORDER BY challenge_id DESC LIMIT ${MAX_BY_DOCUMENT}::int`
  return rows.map(({ challenge_id, title, document, status, outcome, receipt_id, role }) => ({
    challenge_id,
    title,
    document,
    ...(role ? { role } : {}),
    status,
    outcome,
    receipt_id,
  }))
}

/** Linked wallets of a user, lower-case addresses. */
export async function listAddresses(db: Db, userId: string): Promise<string[]> {
  const rows = await db.wallet.findMany({ where: { userId, unlinkedAt: null }, select: { address: true } })
  return rows.map((row) => row.address)
}

/** Writes a new challenge with its first log entry, in two statements (a benched path). */
export async function insertChallenge(
  sql: Sql,
  challenge: Challenge,
  first: { entry: LogEntry; hash: Hex },
): Promise<void> {
  const c = challenge
  await sql.$executeRaw`
    INSERT INTO challenges (
      id, organization_id, mode, status, visibility, title, description, terms, documents, requirements, bond, resolution,
      enforced, external_id, return_url, creator_user_id, creator_address, creator_chain_id, counterparty_address, counterparty_named,
      expires_at, resolution_due_at, status_since, deadline_at, deadline_then, warn_at, log_head, log_length, created_at, updated_at)
    VALUES (
      ${c.id}::uuid, ${c.organizationId}::uuid, ${c.mode}, ${c.status}, ${c.visibility}, ${c.title}, ${c.description},
      ${toJsonText(c.terms)}::jsonb, ${toJsonText(c.documents)}::jsonb, ${toJsonText(c.requirements)}::jsonb,
      ${toJsonText(c.bond)}::jsonb, ${toJsonText(c.resolution)}::jsonb, ${toJsonText(c.enforced)}::jsonb, ${c.externalId}, ${c.returnUrl}, ${c.creator.userId}::uuid, ${c.creator.address}, ${c.creator.chainId},
      ${c.counterparty?.address ?? null}, ${c.counterpartyNamed}, ${c.expiresAt}::timestamptz, ${c.resolutionDueAt}::timestamptz,
      ${c.statusSince}::timestamptz, ${c.deadlineAt}::timestamptz, ${c.deadlineThen}, ${c.warnAt}::timestamptz,
      ${c.logHead}, ${c.logLength}, ${c.createdAt}::timestamptz, ${c.createdAt}::timestamptz)`
  await insertLogEntry(sql, c.id, first.entry, first.hash)
}

/** One entry of the hash-chained log. unique(challenge, sequence) refuses a second one in its place. */
export async function insertLogEntry(sql: Sql, challengeId: string, entry: LogEntry, hash: Hex): Promise<void> {
  await sql.$executeRaw`
    INSERT INTO challenge_events (challenge_id, sequence, at, actor, action, before, after, data, hash)
    VALUES (${challengeId}::uuid, ${entry.sequence}, ${new Date(entry.at)}::timestamptz, ${entry.actor}, ${entry.action},
      ${entry.before}, ${entry.after}, ${JSON.stringify(entry.data)}::jsonb, ${hash})`
}

export async function listLogEntries(db: Db, challengeId: string): Promise<{ entry: LogEntry; hash: Hex }[]> {
  const rows = await db.challengeEvent.findMany({ where: { challengeId }, orderBy: { sequence: 'asc' } })
  return rows.map((row) => ({
    entry: {
      sequence: row.sequence,
      at: row.at.toISOString(),
      actor: row.actor,
      action: row.action,
      before: row.before,
      after: row.after,
      data: row.data as Record<string, unknown>,
    },
    hash: row.hash as Hex,
  }))
}

/** Replaces the row by `after`, unless somebody else changed it since `before` was read: then E3014. */
export async function updateChallenge(tx: Tx, before: Challenge, after: Challenge): Promise<void> {
  const { count } = await tx.challenge.updateMany({
    where: { id: before.id, version: before.version },
    data: toColumns(after),
  })
  if (count !== 1) throw new AppError('E3014', 'Somebody changed this challenge at the same moment. Look at it again.')
}

export async function insertRevision(tx: Tx, doc: TermsDoc, hash: Hex, initiatorRole: Party): Promise<void> {
  await tx.challengeRevision.create({
    data: { challengeId: doc.challenge, revision: doc.revision, initiatorRole, termsDoc: toJson(doc), termsHash: hash },
  })
}

/** The terms of a sent revision, as they were signed. */
export async function loadTermsDoc(db: Db, challengeId: string, revision: number): Promise<TermsDoc> {
  const row = await db.challengeRevision.findUniqueOrThrow({
    where: { challengeId_revision: { challengeId, revision } },
  })
  return row.termsDoc as TermsDoc
}

export async function insertIntent(
  tx: Tx,
  intent: { challengeId: string; revision: number; role: Party; payload: IntentPayload; hash: Hex },
): Promise<void> {
  const { challengeId, revision, role, payload, hash } = intent
  await tx.intent.create({
    data: { id: newId(), challengeId, revision, role, signer: payload.signer, payload: toJson(payload), hash },
  })
}

/** A text somebody was given to sign, with what it stands for. */
export type SigningText = {
  challengeId: string
  revision: number
  userId: string
  signer: string
  action: string
  primaryType: PrimaryType
  digest: Hex
  domain: Domain
  message: Record<string, string | number>
  /** Of send, counter and confirm (SOLO): the terms document the text binds. */
  termsDoc: TermsDoc | null
  expiresAt: Date
}

/**
 * Keeps a text that is handed out. The same text again only lives longer. Returns false, and keeps nothing, once somebody
 * has as many different ones for this action as anybody could need.
 */
export async function keepSigningText(db: Db, text: SigningText): Promise<boolean> {
  const { challengeId, userId, signer, action, digest, expiresAt } = text
  const { count } = await db.signingText.updateMany({
    where: { challengeId, userId, signer, action, digest },
    data: { expiresAt },
  })
  if (count > 0) return true

  const kept = await db.signingText.count({ where: { challengeId, userId, signer, action } })
  if (kept >= MAX_TEXTS) return false
  await insertSigningText(db, text)
  return true
}

async function insertSigningText(db: Db, text: SigningText): Promise<void> {
  const { termsDoc, domain, message, ...columns } = text
  await db.signingText.create({
    data: {
      id: newId(),
      ...columns,
      domain: toJson(domain),
      message: toJson(message),
      ...(termsDoc ? { context: toJson(termsDoc) } : {}),
    },
  })
}

/** Newest first: the texts a user's wallet was given for an action and can still use. */
export async function listSigningTexts(
  db: Db,
  challengeId: string,
  to: { userId: string; signer: string; action: string },
  now: Date,
): Promise<SigningText[]> {
  const rows = await db.signingText.findMany({
    where: { challengeId, ...to, expiresAt: { gt: now } },
    orderBy: { id: 'desc' },
  })
  return rows.map((row) => ({
    challengeId: row.challengeId,
    revision: row.revision,
    userId: row.userId,
    signer: row.signer,
    action: row.action,
    primaryType: row.primaryType as PrimaryType,
    digest: row.digest as Hex,
    domain: row.domain as Domain,
    message: row.message as Record<string, string | number>,
    termsDoc: row.context as TermsDoc | null,
    expiresAt: row.expiresAt,
  }))
}

/** Puts an offer on the table; the same party's earlier one of this kind is closed as replaced. */
export async function insertOffer(tx: Tx, challengeId: string, offer: Omit<Offer, 'id'>): Promise<void> {
  await tx.offer.updateMany({
    where: { challengeId, role: offer.role, primaryType: offer.primaryType, closedAt: null },
    data: { closedAt: offer.createdAt, closedWhy: 'replaced' },
  })
  await tx.offer.create({
    data: { id: newId(), challengeId, ...offer, domain: toJson(offer.domain), message: offer.message },
  })
}

/** Every Settle anybody ever signed for it, the newest first: the chain takes also those no longer on the table. */
export async function listSettles(tx: Tx, challengeId: string): Promise<Offer[]> {
  const rows = await tx.offer.findMany({ where: { challengeId, primaryType: 'Settle' }, orderBy: { id: 'desc' } })
  return rows.map(toOffer)
}

/**
 * Keeps a party's response, in place of the one they prepared before. Nothing is signed: it stands beside the offers, as
 * what they put forward, under a type of its own.
 */
export async function putResponse(
  tx: Tx,
  challengeId: string,
  by: { role: Party; address: string },
  { createdAt, ...response }: Response,
): Promise<void> {
  await tx.offer.updateMany({
    where: { challengeId, role: by.role, primaryType: RESPONSE, closedAt: null },
    data: { closedAt: createdAt, closedWhy: 'replaced' },
  })
  await tx.offer.create({
    data: {
      id: newId(),
      challengeId,
      role: by.role,
      action: 'respond',
      primaryType: RESPONSE,
      signer: by.address,
      domain: {},
      message: toJson(response),
      signature: '0x',
      createdAt,
    },
  })
}

/** The words this user answered with are gone, and the salts that would prove a guess of them; the hashes stay. */
export async function clearResponses(sql: Sql, userId: string): Promise<void> {
  await sql.$executeRaw`
    UPDATE offers SET message = message || '{"response": null, "salt": null}' FROM challenges c
    WHERE c.id = offers.challenge_id AND offers.primary_type = ${RESPONSE}
      AND (c.creator_user_id = ${userId}::uuid AND offers.role = 'creator'
        OR c.counterparty_user_id = ${userId}::uuid AND offers.role = 'counterparty')`
}

export async function closeOffers(
  tx: Tx,
  challengeId: string,
  why: 'used' | 'voided' | 'ended',
  now: Date,
  which: { role?: Signer; primaryType?: 'Settle' | 'Extend' } = {},
): Promise<void> {
  await tx.offer.updateMany({
    where: { challengeId, closedAt: null, primaryType: { not: RESPONSE }, ...which },
    data: { closedAt: now, closedWhy: why },
  })
}

/** Other open challenges that rest on the same wallet: a party's own, or the one its requirement names. */
export async function countBackedBy(db: Db, wallet: string, exceptId: string): Promise<number> {
  const rows = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM challenges
    WHERE ended_at IS NULL AND accepted_at IS NOT NULL AND id <> ${exceptId}::uuid AND (
      (requirements->'creator' <> 'null'::jsonb
        AND COALESCE(requirements#>>'{creator,wallet_address}', creator_address) = ${wallet}) OR
      (requirements->'counterparty' <> 'null'::jsonb
        AND COALESCE(requirements#>>'{counterparty,wallet_address}', counterparty_address) = ${wallet}))`
  return rows[0]?.count ?? 0
}

/** See `listChallengesOn`. */
export async function listOpenOn(
  sql: Sql,
  userId: string,
  address: string,
  limit: number,
): Promise<{ id: string; title: string }[]> {
  return sql.$queryRaw<{ id: string; title: string }[]>`
    SELECT id, title FROM challenges
    WHERE ended_at IS NULL AND (
      (creator_user_id = ${userId}::uuid
        AND (creator_address = ${address} OR requirements#>>'{creator,wallet_address}' = ${address})) OR
      (counterparty_user_id = ${userId}::uuid
        AND (counterparty_address = ${address} OR requirements#>>'{counterparty,wallet_address}' = ${address})))
    ORDER BY id LIMIT ${limit}::int`
}

/** Whether `address` was linked to `userId` at `since` or after it. */
export async function wasLinkedSince(sql: Sql, userId: string, address: string, since: Date): Promise<boolean> {
  const rows = await sql.$queryRaw<unknown[]>`
    SELECT 1 FROM wallets
    WHERE user_id = ${userId}::uuid AND address = ${address}
      AND (unlinked_at IS NULL OR unlinked_at >= ${since}::timestamptz)
    LIMIT 1`
  return rows.length > 0
}

/** Whether `wallet` is linked to a user who is one of the parties, by account or by wallet. */
export async function isSameUser(
  sql: Sql,
  wallet: string,
  parties: readonly { address: string; userId: string | null }[],
): Promise<boolean> {
  const userIds = parties.flatMap(({ userId }) => userId ?? [])
  const addresses = parties.map(({ address }) => address)
  const rows = await sql.$queryRaw<unknown[]>`
    SELECT 1 FROM wallets asked
    WHERE asked.address = ${wallet} AND asked.unlinked_at IS NULL AND (
      asked.user_id = ANY(${userIds}::uuid[]) OR
      asked.user_id IN (
        SELECT user_id FROM wallets WHERE address = ANY(${addresses}::text[]) AND unlinked_at IS NULL))
    LIMIT 1`
  return rows.length > 0
}

/**
 * Challenges whose deadline has passed and that are the desk's to end, oldest first. A deal somebody has opened is the
 * chain's, and one that still may be is nobody's yet.
 */
export async function listDueIds(sql: Sql, now: Date, take: number): Promise<string[]> {
  const rows = await sql.$queryRaw<{ id: string }[]>`
    SELECT c.id::text FROM challenges c LEFT JOIN deals d ON d.id = c.deal_id
    WHERE c.ended_at IS NULL AND c.deadline_at <= ${now.toISOString()}::timestamptz
      AND (d.id IS NULL OR d.seen_state = 'NONE' AND d.join_by < ${now.toISOString()}::timestamptz)
    ORDER BY c.deadline_at LIMIT ${take}::int`
  return rows.map((row) => row.id)
}

/** Challenges whose 80 % warning is due. */
export async function listWarnIds(db: Db, now: Date, take: number): Promise<string[]> {
  const rows = await db.challenge.findMany({
    where: { endedAt: null, warnAt: { lte: now } },
    select: { id: true },
    take,
  })
  return rows.map((row) => row.id)
}

/** Challenges waiting for their checks, those that were tried longest ago first. */
export async function listGatekeeperIds(db: Db, take: number): Promise<string[]> {
  const rows = await db.challenge.findMany({
    where: { status: 'AWAITING_GATEKEEPER' },
    orderBy: { updatedAt: 'asc' },
    select: { id: true },
    take,
  })
  return rows.map((row) => row.id)
}

/** Challenges that were open during a downtime and have not been extended for it. */
export async function listOpenIds(db: Db, downtime: { startedAt: Date; endedAt: Date }): Promise<string[]> {
  const rows = await db.challenge.findMany({
    where: {
      endedAt: null,
      deadlineAt: { gt: downtime.startedAt },
      statusSince: { lt: downtime.endedAt },
      OR: [{ downtimeThrough: null }, { downtimeThrough: { lt: downtime.endedAt } }],
    },
    select: { id: true },
    orderBy: { id: 'asc' },
  })
  return rows.map((row) => row.id)
}

/** Where the finished challenge's receipt is. Not a change of its own: the receipt names the log's last entry, not the other way round. */
export async function setReceiptId(tx: Tx, id: string, receiptId: Hex): Promise<void> {
  await tx.challenge.update({ where: { id }, data: { receiptId } })
}

/** What the last reading said, for the traffic light while the checks are tried again. */
export async function setVerification(tx: Tx, id: string, verification: Verification, now: Date): Promise<void> {
  await tx.challenge.update({ where: { id }, data: { verification: toJson(verification), updatedAt: now } })
}

/** The warning went out. */
export async function clearWarning(tx: Tx, id: string): Promise<void> {
  await tx.challenge.update({ where: { id }, data: { warnAt: null } })
}

/** The user a wallet is linked to. */
export async function findUserOf(db: Db, address: string): Promise<string | null> {
  const row = await db.wallet.findFirst({ where: { address, unlinkedAt: null }, select: { userId: true } })
  return row?.userId ?? null
}

/** The chain a user last proved this wallet on; null when it is not linked to them. */
export async function findProvenChain(db: Db, userId: string, address: string): Promise<number | null> {
  const row = await db.wallet.findFirst({ where: { userId, address, unlinkedAt: null }, select: { chainId: true } })
  return row?.chainId ?? null
}

/** Organizations that follow a user's challenges: the personal one. */
export async function findPersonalOrganization(db: Db, userId: string): Promise<string | null> {
  const row = await db.membership.findFirst({
    where: { userId, organization: { personal: true } },
    select: { organizationId: true },
  })
  return row?.organizationId ?? null
}

function toChallenge(row: Row, standing: Standing = NO_STANDING): Challenge {
  const address = row.counterpartyAddress
  return {
    id: row.id,
    organizationId: row.organizationId,
    mode: row.mode as Mode,
    status: row.status as Status,
    version: row.version,
    revision: row.revision,
    visibility: row.visibility as Draft['visibility'],
    title: row.title,
    description: row.description,
    terms: row.terms as Draft['terms'],
    documents: row.documents as Draft['documents'],
    requirements: row.requirements as Requirements | null,
    bond: row.bond as Draft['bond'],
    resolution: row.resolution as Resolution,
    enforced: row.enforced as Draft['enforced'],
    externalId: row.externalId,
    returnUrl: row.returnUrl,
    expiresAt: row.expiresAt,
    resolutionDueAt: row.resolutionDueAt,
    creator: { address: row.creatorAddress, chainId: row.creatorChainId, userId: row.creatorUserId },
    counterparty: address
      ? {
          address,
          chainId: row.counterpartyChainId,
          userId: row.counterpartyUserId,
          organizationId: row.counterpartyOrganizationId,
        }
      : null,
    counterpartyNamed: row.counterpartyNamed,
    termsHash: row.termsHash as Hex | null,
    deadlines: row.deadlines ? fromDeadlinesJson(row.deadlines as DeadlinesJson) : null,
    initiatorRole: row.initiatorRole as Party | null,
    initiatorHash: row.initiatorHash as Hex | null,
    counterHash: row.counterHash as Hex | null,
    finalHash: row.finalHash as Hex | null,
    nonces: { creator: row.creatorNonce, counterparty: row.counterpartyNonce },
    statusSince: row.statusSince,
    deadlineAt: row.deadlineAt,
    deadlineThen: row.deadlineThen as Challenge['deadlineThen'],
    warnAt: row.warnAt,
    downtimeThrough: row.downtimeThrough,
    sentAt: row.sentAt,
    acceptedAt: row.acceptedAt,
    endedAt: row.endedAt,
    outcome: row.outcome as Outcome | null,
    split: row.split,
    reason: row.reasonCode ? { code: row.reasonCode, text: row.reasonText ?? '' } : null,
    receiptId: row.receiptId as Hex | null,
    dealId: row.dealId as Hex | null,
    onChain: standing.onChain,
    cases: standing.cases,
    responses: responsesOf(row.offers),
    verification: row.verification as Verification,
    logHead: row.logHead as Hex,
    logLength: row.logLength,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    offers: row.offers.filter((offer) => offer.primaryType !== RESPONSE).map(toOffer),
  }
}

function toOffer(row: Row['offers'][number]): Offer {
  return {
    id: row.id,
    role: row.role as Offer['role'],
    action: row.action,
    primaryType: row.primaryType as Offer['primaryType'],
    signer: row.signer,
    domain: row.domain,
    message: row.message as Record<string, string>,
    signature: row.signature as Hex,
    validUntil: row.validUntil,
    createdAt: row.createdAt,
  }
}

function responsesOf(rows: Row['offers']): Challenge['responses'] {
  const of = (role: Party) => {
    const row = rows.find((offer) => offer.primaryType === RESPONSE && offer.role === role)
    if (!row) return null
    const { response, salt, hash, txHash } = row.message as Omit<Response, 'createdAt'>
    return { response, salt, hash, txHash, createdAt: row.createdAt }
  }
  return { creator: of('creator'), counterparty: of('counterparty') }
}

function toColumns(c: Challenge) {
  return {
    status: c.status,
    version: c.version,
    revision: c.revision,
    mode: c.mode,
    visibility: c.visibility,
    creatorAddress: c.creator.address,
    creatorChainId: c.creator.chainId,
    title: c.title,
    description: c.description,
    terms: toJson(c.terms),
    documents: toJson(c.documents),
    requirements: toJson(c.requirements),
    bond: toJson(c.bond),
    resolution: toJson(c.resolution),
    enforced: toJson(c.enforced),
    externalId: c.externalId,
    returnUrl: c.returnUrl,
    expiresAt: c.expiresAt,
    resolutionDueAt: c.resolutionDueAt,
    counterpartyAddress: c.counterparty?.address ?? null,
    counterpartyChainId: c.counterparty?.chainId ?? null,
    counterpartyUserId: c.counterparty?.userId ?? null,
    counterpartyOrganizationId: c.counterparty?.organizationId ?? null,
    counterpartyNamed: c.counterpartyNamed,
    termsHash: c.termsHash,
    deadlines: toJson(c.deadlines && toDeadlinesJson(c.deadlines)),
    initiatorRole: c.initiatorRole,
    initiatorHash: c.initiatorHash,
    counterHash: c.counterHash,
    finalHash: c.finalHash,
    creatorNonce: c.nonces.creator,
    counterpartyNonce: c.nonces.counterparty,
    statusSince: c.statusSince,
    deadlineAt: c.deadlineAt,
    deadlineThen: c.deadlineThen,
    warnAt: c.warnAt,
    downtimeThrough: c.downtimeThrough,
    sentAt: c.sentAt,
    acceptedAt: c.acceptedAt,
    endedAt: c.endedAt,
    outcome: c.outcome,
    split: c.split,
    reasonCode: c.reason?.code ?? null,
    reasonText: c.reason?.text ?? null,
    receiptId: c.receiptId,
    dealId: c.dealId,
    verification: toJson(c.verification),
    logHead: c.logHead,
    logLength: c.logLength,
    updatedAt: c.updatedAt,
  }
}

/** Values come out of our own parsers, so they are JSON; SQL NULL for null (the JSON null is never stored at the top). */
function toJson(value: unknown): Prisma.InputJsonValue {
  return (value ?? Prisma.DbNull) as Prisma.InputJsonValue
}

function toJsonText(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value)
}
