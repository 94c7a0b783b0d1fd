import { escrowOf } from '@/lib/chain/escrow'
import { feedsOf } from '@/lib/chain/feeds'
import { assetsOf, hasUsableBlockhash, LOCAL_CHAIN, servedNetworks } from '@/lib/chain/networks'
import { excludedFor, withoutWallet } from '@/lib/committee/exclusions'
import { currentRoster, loadRoster, type PublishedRoster } from '@/lib/committee/load-roster'
import type { Ctx } from '@/lib/context'
import type { Sql } from '@/lib/db/sql'
import { env } from '@/lib/env'
import { isAppError } from '@/lib/errors'
import { networkOf } from '@/lib/proof/chains'
import type { Hex } from '@/lib/proof/hash'
import { bondLimitsOf } from '@/lib/stake/bond-limits'
import { type AskedDraft, type Bond, chainIdOf, type Draft } from './draft'
import { type DeskFacts, fitDraft } from './fit-draft'
import { type KnownParty, requireOtherModerator } from './require-proven'
import type { ChallengeBody } from './schemas'

/** Who a draft is between, as far as is known. */
type DraftParties = { creator: KnownParty & { chainId: number }; counterparty: KnownParty | null }

/**
 * The draft with what only the desk can add and check: where bonds are held, which feeds it lists, who may sit on a panel
 * and who decides. Reads nothing for drafts that need none of it. Throws E3024, E4003, E4004 and E9004.
 */
export async function completeDraft(sql: Sql, asked: AskedDraft, parties: DraftParties, now: Date): Promise<Draft> {
  const known = parties.counterparty ? [parties.creator, parties.counterparty] : [parties.creator]
  await requireOtherModerator(sql, asked, known)

  const roster = await findRoster(sql, asked)
  const chainId = asked.bond ? chainIdOf(asked.bond.network) : parties.creator.chainId
  return fitDraft(asked, {
    bond: asked.bond && bondFacts(asked.bond),
    feeds: asked.resolution.oracle && isServed(chainId) ? feedsOf(chainId).map(({ address }) => address) : null,
    roster: roster && (asked.bond ? seatableOnChain(roster) : roster),
    isOpen: parties.counterparty === null,
    excluded: roster ? [...(await listExcluded(sql, roster, known, now)), ...strikesOnChain(asked, roster)] : [],
    allowsPanelOfOne: (asked.bond ? chainId : env().ANCHOR_CHAIN) === LOCAL_CHAIN,
  })
}

/**
 * The same body, with its panel drawn from a roster that is named: the one given, or else the newest. Asked before a
 * transaction begins, since the first roster of a desk is published then.
 */
export async function withEpoch<B extends Partial<ChallengeBody>>(ctx: Ctx, body: B, epoch?: number): Promise<B> {
  const { resolution } = body
  if (!resolution?.panel || resolution.panel.epoch !== undefined) return body
  const named = epoch ?? (await currentRoster(ctx)).epoch
  return { ...body, resolution: { ...resolution, panel: { ...resolution.panel, epoch: named } } }
}

/** Whoever may not sit where these two are the parties: both of them, and those of the roster who are too close. */
export async function listExcluded(
  sql: Sql,
  roster: Pick<PublishedRoster, 'rows'>,
  parties: readonly KnownParty[],
  now: Date,
): Promise<Hex[]> {
  const close = await excludedFor(sql, { parties, roster, now })
  return [...new Set([...parties.map(({ address }) => address as Hex), ...close.map(({ member }) => member)])]
}

/** The roster with those alone whom the contract can seat. */
function seatableOnChain(roster: PublishedRoster): PublishedRoster {
  const without = new Set(withoutWallet(roster).map(({ member }) => member))
  return { ...roster, rows: roster.rows.filter(({ member }) => !without.has(member)) }
}

/** Where no stake is asked for, the contract passes over an agent without a wallet only when the terms strike it. */
function strikesOnChain({ bond }: AskedDraft, roster: PublishedRoster): Hex[] {
  if (!bond || chainIdOf(bond.network) !== LOCAL_CHAIN) return []
  return withoutWallet(roster).map(({ member }) => member)
}

function bondFacts({ network, token_address }: Bond): NonNullable<DeskFacts['bond']> {
  const chainId = chainIdOf(network)
  const asset = bondAssetOf({ network, ...(token_address ? { token_address } : {}) })
  return {
    hasEscrow: escrowOf(chainId) !== null && isServed(chainId),
    asset,
    limits: asset && bondLimitsOf(chainId, asset),
    usableBlockhash: hasUsableBlockhash(chainId),
  }
}

/** Where the desk cannot look, it would never learn of a deposit or an answer. */
function isServed(chainId: number): boolean {
  return servedNetworks().some((network) => network.chainId === chainId)
}

/** What a bond is in, as the desk lists it; null when it does not. */
export function bondAssetOf({ network, token_address }: Pick<Bond, 'network' | 'token_address'>) {
  const known = networkOf(chainIdOf(network))
  return (known && assetsOf(known).find(({ tokenAddress }) => tokenAddress === token_address)) ?? null
}

async function findRoster(sql: Sql, { resolution: { panel } }: AskedDraft): Promise<PublishedRoster | null> {
  if (panel?.epoch === undefined) return null
  try {
    return await loadRoster(sql, panel.epoch)
  } catch (error) {
    if (isAppError(error) && error.code === 'E9008') return null
    throw error
  }
}
