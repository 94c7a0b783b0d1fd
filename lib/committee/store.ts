import type { Sql } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'
import { singleton } from '@/lib/singleton'
import { growRoster } from './grow-roster'
import { memberOf, type Roster, type RosterRow } from './roster'

/** Rosters, and who sits where. The only file beside case-store.ts that knows the tables of this noun. */

/** A roster as it was published: the hour it is of, and when. It never changes. */
export type PublishedRoster = Roster & { epoch: number; publishedAt: Date }

type StoredRow = { id: string; member: Hex; weight: string }
type Stored = { epoch: number; root: Hex; rows: StoredRow[]; created_at: Date }

/** Stores the roster of an hour. False when there is one already. */
export async function insertRoster(sql: Sql, epoch: number, roster: Roster, now: Date): Promise<boolean> {
  const inserted = await sql.$executeRaw`
    INSERT INTO rosters (epoch, root, total_weight, rows, created_at)
    VALUES (${epoch}::int, ${roster.root}::text, ${roster.totalWeight.toString()}::numeric,
      ${JSON.stringify(roster.rows.map(toStored))}::jsonb, ${now.toISOString()}::timestamptz)
    ON CONFLICT (epoch) DO NOTHING`
  return inserted === 1
}

export async function findRoster(sql: Sql, epoch: number): Promise<PublishedRoster | null> {
  const [row] = await sql.$queryRaw<Stored[]>`
    SELECT epoch, root, rows, created_at FROM rosters WHERE epoch = ${epoch}::int`
  return row ? grow(row) : null
}

/** The newest of an hour that has begun. */
export async function findNewestRoster(sql: Sql, epoch: number): Promise<PublishedRoster | null> {
  const [row] = await sql.$queryRaw<Stored[]>`
    SELECT epoch, root, rows, created_at FROM rosters WHERE epoch <= ${epoch}::int ORDER BY epoch DESC LIMIT 1`
  return row ? grow(row) : null
}

/** Rosters whose trees are kept: the same few are asked for again and again. */
const KEPT = 16

function grow({ epoch, root, rows, created_at }: Stored): PublishedRoster {
  const trees = singleton('rosters', () => new Map<Hex, Roster>())
  const kept = trees.get(root)
  const roster = kept ?? growRoster(rows.map(({ id, weight }) => ({ id, weight: BigInt(weight) })))
  if (roster.root !== root) throw new Error('The rows of a roster do not give its root')

  if (!kept) trees.set(root, roster)
  const [oldest] = trees.keys()
  if (trees.size > KEPT && oldest !== undefined) trees.delete(oldest)
  return { ...roster, epoch, publishedAt: created_at }
}

function toStored({ id, member, weight }: RosterRow): StoredRow {
  return { id, member, weight: weight.toString() }
}

/** What ties a member of a roster to the parties of a challenge. */
export type Tie = {
  member: Hex
  isParty: boolean
  isSameUser: boolean
  isSameOrganization: boolean
  sharedReceipts: number
}

/** `parties`: as receipts name them, by an address or a DID (lib/receipt/party-key.ts). */
type TieQuestion = { members: readonly Hex[]; parties: readonly string[]; userIds: readonly string[]; since: Date }

/**
 * In the order of `members`. A user counts with all the wallets linked to them now, and with all their agents. The receipts
 * of the parties are counted once, by whom they are with: never once for each member.
 */
export async function listTies(sql: Sql, { members, parties, userIds, since }: TieQuestion): Promise<Tie[]> {
  const partyMembers = parties.map(memberOf)
  return sql.$queryRaw<Tie[]>`
    WITH asked AS (
      SELECT member, place FROM unnest(${members}::text[]) WITH ORDINALITY AS given(member, place)
    ), party_users AS (
      SELECT unnest(${userIds}::uuid[]) AS id
      UNION SELECT user_id FROM wallets WHERE address = ANY(${parties}::text[]) AND unlinked_at IS NULL
      UNION SELECT user_id FROM agents WHERE member = ANY(${partyMembers}::text[])
    ), party_keys AS (
      SELECT coalesce(array_agg(key), '{}') AS all_of_them FROM (
        SELECT unnest(${parties}::text[]) AS key
        UNION SELECT address FROM wallets WHERE user_id IN (SELECT id FROM party_users) AND unlinked_at IS NULL
        UNION SELECT did FROM agents WHERE user_id IN (SELECT id FROM party_users)
      ) AS known
    ), member_users AS (
      SELECT a.member, w.user_id FROM asked a JOIN wallets w ON w.address = a.member AND w.unlinked_at IS NULL
      UNION SELECT a.member, g.user_id FROM asked a JOIN agents g ON g.member = a.member
    ), member_keys AS (
      SELECT member, member AS key FROM asked
      UNION SELECT m.member, w.address FROM member_users m JOIN wallets w ON w.user_id = m.user_id AND w.unlinked_at IS NULL
      UNION SELECT m.member, g.did FROM member_users m JOIN agents g ON g.user_id = m.user_id
    ), dealt AS MATERIALIZED (
      SELECT r.id, other.key FROM receipts r CROSS JOIN LATERAL unnest(r.parties) AS other(key)
      WHERE r.issued_at > ${since.toISOString()}::timestamptz AND r.parties && (SELECT all_of_them FROM party_keys)
    ), shared AS (
      SELECT k.member, count(DISTINCT d.id)::int AS receipts
      FROM dealt d JOIN member_keys k ON k.key = d.key GROUP BY k.member
    ), same_user AS (
      SELECT DISTINCT member FROM member_users WHERE user_id IN (SELECT id FROM party_users)
    ), same_organization AS (
      SELECT DISTINCT m.member FROM member_users m JOIN memberships a ON a.user_id = m.user_id
      WHERE a.organization_id IN (
        SELECT organization_id FROM memberships WHERE user_id IN (SELECT id FROM party_users))
    )
    SELECT asked.member,
      asked.member = ANY(${partyMembers}::text[]) AS "isParty",
      u.member IS NOT NULL AS "isSameUser",
      o.member IS NOT NULL AS "isSameOrganization",
      coalesce(s.receipts, 0) AS "sharedReceipts"
    FROM asked
    LEFT JOIN same_user u USING (member)
    LEFT JOIN same_organization o USING (member)
    LEFT JOIN shared s USING (member)
    ORDER BY asked.place`
}

/** The wallets linked to a user now. */
export async function listWallets(sql: Sql, userId: string): Promise<string[]> {
  const rows = await sql.$queryRaw<{ address: string }[]>`
    SELECT address FROM wallets WHERE user_id = ${userId}::uuid AND unlinked_at IS NULL`
  return rows.map(({ address }) => address)
}
