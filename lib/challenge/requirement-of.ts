import type { Ctx, UserActor } from '@/lib/context'
import { caip2 } from '@/lib/proof/chains'
import type { Requirement, Requirements } from './draft'

export type AskedRequirement = {
  challengeId: string
  wallet: string
  network: number
  assetType?: 'NATIVE' | 'ERC20'
  tokenAddress?: string
  minBalance?: bigint
}

/**
 * Whether the caller is a party to an accepted challenge, not yet ended, whose terms ask for exactly this: wallet, network, asset and
 * amount. A requirement that names no wallet is about its party's own.
 */
export async function findRequirementFor(ctx: Ctx<UserActor>, asked: AskedRequirement): Promise<boolean> {
  const { userId } = ctx.actor
  const challenge = await ctx.db.challenge.findFirst({
    where: {
      id: asked.challengeId,
      acceptedAt: { not: null },
      endedAt: null,
      OR: [{ creatorUserId: userId }, { counterpartyUserId: userId }],
    },
    select: { requirements: true, creatorAddress: true, counterpartyAddress: true },
  })
  const requirements = challenge?.requirements as Requirements | null | undefined
  if (!challenge || !requirements) return false

  return (
    asksFor(requirements.creator, challenge.creatorAddress, asked) ||
    asksFor(requirements.counterparty, challenge.counterpartyAddress, asked)
  )
}

function asksFor(requirement: Requirement | null, partyAddress: string | null, asked: AskedRequirement): boolean {
  if (!requirement || requirement.network !== caip2(asked.network)) return false
  if ((requirement.wallet_address ?? partyAddress) !== asked.wallet) return false

  return requirement.funds_checks.some(
    (check) =>
      check.asset_type === (asked.assetType ?? 'NATIVE') &&
      check.token_address === asked.tokenAddress &&
      check.min_balance === asked.minBalance?.toString(),
  )
}
