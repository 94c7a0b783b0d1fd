import { type Ctx, type OrganizationRole, requireUser } from '@/lib/context'
import { AppError } from '@/lib/errors'
import { caip2 } from '@/lib/proof/chains'
import { pkhDid } from '@/lib/proof/did'
import { findUser, type UserRow } from './user-store'

/** The caller's profile, wallets and organizations. */
export async function getMe(ctx: Ctx) {
  const actor = requireUser(ctx)
  const user = await findUser(ctx.db, actor.userId)
  if (!user) throw new AppError('E9006', 'This account does not exist any more.')

  return { id: user.id, did: pkhDid(actor.wallet.chainId, actor.wallet.address), ...toProfile(user) }
}

function toProfile(user: UserRow) {
  return {
    name: user.name,
    wallets: user.wallets.map(({ address, chainId, kind, verifiedAt }) => ({
      address,
      chain_id: caip2(chainId),
      kind: kind as 'EOA' | 'CONTRACT',
      verified_at: verifiedAt,
    })),
    organizations: user.memberships.map(({ role, organization: { id, name, personal, sandbox } }) => ({
      id,
      name,
      role: role as OrganizationRole,
      personal,
      sandbox,
    })),
    created_at: user.createdAt,
  }
}
