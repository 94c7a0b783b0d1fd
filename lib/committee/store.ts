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

/** In the order of `members`. A user counts with all the wallets linked to them now, and with all their agents. */
export async function listTies(sql: Sql, { members, parties, userIds, since }: TieQuestion): Promise<Tie[]> {
  const partyMembers = parties.map(memberOf)
  return sql.$queryRaw<Tie[]>`
    WITH party_users AS (
      SELECT unnest(${userIds}::uuid[]) AS id
      UNION SELECT user_id FROM wallets WHERE address = ANY(${parties}::text[]) AND unlinked_at IS NULL
      UNION SELECT user_id FROM agents WHERE member = ANY(${partyMembers}::text[])
    ), party_keys AS (
      SELECT coalesce(array_agg(key), '{}') AS all_of_them FROM (
        SELECT unnest(${parties}::text[]) AS key
        UNION SELECT address FROM wallets WHERE user_id IN (SELECT id FROM party_users) AND unlinked_at IS NULL
        UNION SELECT did FROM agents WHERE user_id IN (SELECT id FROM party_users)
      ) AS known
    )
    SELECT asked.member,
      asked.member = ANY(${partyMembers}::text[]) AS "isParty",
      EXISTS (SELECT 1 FROM party_users WHERE id = ANY(own.users)) AS "isSameUser",
      EXISTS (
        SELECT 1 FROM memberships a JOIN memberships b USING (organization_id)
        WHERE a.user_id = ANY(own.users) AND b.user_id IN (SELECT id FROM party_users)
      ) AS "isSameOrganization",
      (
        SELECT count(*)::int FROM receipts
        WHERE issued_at > ${since.toISOString()}::timestamptz
          AND parties && (SELECT all_of_them FROM party_keys)
          AND parties && (asked.member || own.keys)
      ) AS "sharedReceipts"
    FROM unnest(${members}::text[]) WITH ORDINALITY AS asked(member, place)
    LEFT JOIN LATERAL (
      SELECT found.users, ARRAY(
        SELECT address FROM wallets WHERE user_id = ANY(found.users) AND unlinked_at IS NULL
        UNION SELECT did FROM agents WHERE user_id = ANY(found.users)
      ) AS keys
      FROM (
        SELECT ARRAY(
          SELECT user_id FROM wallets WHERE address = asked.member AND unlinked_at IS NULL
          UNION SELECT user_id FROM agents WHERE member = asked.member
        ) AS users
      ) AS found
    ) AS own ON true
    ORDER BY asked.place`
}

/** The wallets linked to a user now. */
export async function listWallets(sql: Sql, userId: string): Promise<string[]> {
  const rows = await sql.$queryRaw<{ address: string }[]>`
    SELECT address FROM wallets WHERE user_id = ${userId}::uuid AND unlinked_at IS NULL`
  return rows.map(({ address }) => address)
}
