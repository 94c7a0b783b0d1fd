import type { Sql } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'
import { partyKeyOf } from '@/lib/receipt/party-key'
import type { ExclusionReason } from './reasons'
import type { Roster } from './roster'
import { listTies, type Tie } from './store'

export type { ExclusionReason } from './reasons'
export type Exclusion = { member: Hex; reason: ExclusionReason }

/** A party as far as it is known: an address, or the DID of an agent without a wallet; and whose it is. */
export type ExclusionParty = { address: string; userId: string | null }

const WINDOW_MS = 90 * 86_400_000
/** So many receipts together within the window make two users too close. */
const SHARED_RECEIPTS = 3

/**
 * Who of the roster may not judge these parties (domain §5): the parties and same parties, members of an organization of a
 * party, and whoever shares three or more receipts with one in 90 days. In the order of the roster, each with its first
 * reason.
 */
export async function excludedFor(
  sql: Sql,
  question: { parties: readonly ExclusionParty[]; roster: Pick<Roster, 'rows'>; now: Date },
): Promise<Exclusion[]> {
  const members = question.roster.rows.map(({ member }) => member)
  const parties = question.parties.map(({ address }) => partyKeyOf(address))
  const userIds = question.parties.flatMap(({ userId }) => userId ?? [])
  const since = new Date(question.now.getTime() - WINDOW_MS)
  const ties = await listTies(sql, { members, parties, userIds, since })
  return ties.flatMap((tie) => {
    const reason = reasonOf(tie)
    return reason ? [{ member: tie.member, reason }] : []
  })
}

/**
 * Pure: who of the roster cannot judge a deal on chain: agents without a wallet. The contract never seats them where a
 * stake is asked for, since nobody can lock one under their key.
 */
export function withoutWallet({ rows }: Pick<Roster, 'rows'>): Exclusion[] {
  return rows.flatMap(({ id, member }) => (id === member ? [] : [{ member, reason: 'NO_WALLET' }]))
}

/** Pure: the strongest tie names the reason. */
function reasonOf(tie: Tie): ExclusionReason | null {
  if (tie.isParty) return 'PARTY'
  if (tie.isSameUser) return 'SAME_PARTY'
  if (tie.isSameOrganization) return 'SAME_ORGANIZATION'
  return tie.sharedReceipts >= SHARED_RECEIPTS ? 'SHARED_RECEIPTS' : null
}
