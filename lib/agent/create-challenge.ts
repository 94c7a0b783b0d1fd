import { randomBytes } from 'node:crypto'
import { addSeconds } from '@/lib/clock'
import { type Ctx, requireWriter, type UserActor } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/id'
import { parseDid } from '@/lib/proof/did'
import { createWalletChallenge } from '@/lib/wallet/create-challenge'
import { inOneStatement } from '@/lib/wallet/one-statement'
import { insertAgentChallenge } from './challenge-store'
import { buildAgentMessage } from './message'
import { ownsWallet } from './store'

const TTL_SECONDS = 10 * 60
const NONCE_BYTES = 16

/**
 * A fresh text that proves an agent's key, good once for ten minutes, for the caller alone. A wallet's DID gets the text that
 * links the wallet to their account. An API key may not link one: it gets a text for wallets that are linked, E9007 for
 * others.
 */
export async function createAgentChallenge(ctx: Ctx, { did }: { did: string }) {
  const actor = requireWriter(ctx)
  const account = parseDid(did)
  if (!account) return createText(ctx, actor, did)

  if (actor.sessionId === null) {
    if (await ownsWallet(sqlOver(ctx.pool), actor.userId, account.address)) return createText(ctx, actor, did)
    throw new AppError('E9007', 'An API key cannot link a wallet. Sign in and link it first, then register its agent.')
  }
  const { challenge_id, message, expires_at } = await createWalletChallenge(ctx, {
    wallet_address: account.address,
    chain_id: account.chainId,
    purpose: 'link_wallet',
    contract: false,
  })
  return { challenge_id, message, expires_at }
}

async function createText(ctx: Ctx, actor: UserActor, did: string) {
  const [id, nonce] = [newId(), randomBytes(NONCE_BYTES).toString('hex')]
  const [issuedAt, expiresAt] = [ctx.now, addSeconds(ctx.now, TTL_SECONDS)]
  const account = actor.wallet.address
  const message = buildAgentMessage(env().APP_URL, { id, did, account, nonce, issuedAt, expiresAt })
  return inOneStatement(ctx, async (sql) => {
    await insertAgentChallenge(sql, { id, did, message, nonce, userId: actor.userId, now: ctx.now, expiresAt })
    return { challenge_id: id, message, expires_at: expiresAt }
  })
}
