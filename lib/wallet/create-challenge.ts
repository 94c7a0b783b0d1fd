import { randomBytes } from 'node:crypto'
import { addSeconds } from '@/lib/clock'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/id'
import { requireSession } from '@/lib/identity/require-session'
import { findCode } from './contract-signature'
import { buildProofMessage, statements } from './message'
import { inOneStatement } from './one-statement'
import type { CreateWalletChallenge } from './schemas'
import { insertWalletChallenge, mayProveFor } from './store'

const TTL_SECONDS = 10 * 60
/** Owners of a multisig need time to gather. */
const CONTRACT_TTL_SECONDS = 24 * 60 * 60
/** Looking for a contract must not hold up the answer (domain §1). */
const LOOK_WITHIN_MS = 300
const NONCE_BYTES = 16

/**
 * A text to sign, stored as it is, good once (domain §1). `link_wallet` and `gatekeeper` need a session (E9005, and
 * E9007 for API keys) and are good in that session only. E3010 when `challenge_ref` is not a challenge of the caller's.
 */
export async function createWalletChallenge(ctx: Ctx, input: CreateWalletChallenge) {
  const { sessionId, statement } = input.purpose === 'sign_in' ? SIGN_IN : await bindToSession(ctx, input)
  const [id, nonce] = [newId(), randomBytes(NONCE_BYTES).toString('hex')]
  const [address, chainId] = [input.wallet_address, input.chain_id]
  const expiresAt = addSeconds(ctx.now, input.contract ? await ttlForContract(input) : TTL_SECONDS)
  const message = buildProofMessage(env().APP_URL, {
    id,
    address,
    chainId,
    nonce,
    statement,
    issuedAt: ctx.now,
    expiresAt,
  })

  const { purpose, challenge_ref: challengeRef = null } = input
  return inOneStatement(ctx, async (sql) => {
    await insertWalletChallenge(sql, {
      id,
      address,
      chainId,
      purpose,
      message,
      nonce,
      sessionId,
      challengeRef,
      createdAt: ctx.now,
      expiresAt,
    })
    return { challenge_id: id, message, nonce, expires_at: expiresAt }
  })
}

type Binding = { sessionId: string | null; statement: string }

const SIGN_IN: Binding = { sessionId: null, statement: statements.signIn() }

async function bindToSession(ctx: Ctx, input: CreateWalletChallenge): Promise<Binding> {
  const { sessionId, userId, wallet } = requireSession(ctx)
  if (input.challenge_ref === undefined) return { sessionId, statement: statements.linkWallet(wallet.address) }

  if (!(await mayProveFor(sqlOver(ctx.pool), input.challenge_ref, userId, input.wallet_address))) {
    throw new AppError('E3010', 'There is no such challenge.')
  }
  return { sessionId, statement: statements.gatekeeper(input.challenge_ref, wallet.address) }
}

async function ttlForContract(input: CreateWalletChallenge): Promise<number> {
  const hasCode = await findCode(input.chain_id, input.wallet_address, LOOK_WITHIN_MS)
  return hasCode ? CONTRACT_TTL_SECONDS : TTL_SECONDS
}
