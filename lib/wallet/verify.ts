import { addSeconds } from '@/lib/clock'
import type { Ctx, UserActor } from '@/lib/context'
import { inSqlTransaction, type Sql, sqlOver } from '@/lib/db/sql'
import { isUniqueViolation } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/id'
import { auditAccount } from '@/lib/identity/audit-account'
import { requireSession } from '@/lib/identity/require-session'
import { newAccessToken } from '@/lib/identity/token'
import { caip2 } from '@/lib/proof/chains'
import { pkhDid } from '@/lib/proof/did'
import { inOneStatement } from './one-statement'
import { alreadyUsed, requireSigned, type SignedChallenge } from './prove'
import type { VerifyWallet } from './schemas'
import {
  consumeAndLink,
  consumeAndSignIn,
  findOtherChainOf,
  type NewSession,
  type Proof,
  type WalletChallenge,
} from './store'

const TOKEN_SECONDS = 60 * 60
export const BROWSER_SECONDS = 7 * 24 * 60 * 60
const MAX_USER_AGENT = 256

export type VerifiedWallet = {
  status: 'VERIFIED'
  wallet_address: string
  did: string
  verified_at: Date
  access_token?: string
  expires_in?: number
}

export type BrowserSession = { sessionId: string; userId: string; address: string; chainId: number }

/** What a caller sends, and what its HTTP client calls itself. */
type Attempt = VerifyWallet & { user_agent?: string | null }

/**
 * Checks the signature on a wallet challenge and uses it up (domain §1). `sign_in` opens a session for the wallet's
 * user, made on first sight with a personal organization, and returns its token. `link_wallet` and `gatekeeper` note
 * the proof for the session's user. Throws E1003–E1008 and E2004; E9005 for the last two without a session; E1007 when
 * the wallet belongs to another account.
 */
export async function verifyWallet(ctx: Ctx, input: Attempt): Promise<VerifiedWallet> {
  const signed = await requireSigned(ctx, input, (challenge) => mayAnswer(ctx, challenge))
  if (signed.challenge.purpose !== 'sign_in') {
    await link(ctx, requireSession(ctx), signed)
    return toAnswer(ctx, signed.challenge)
  }

  const { token, hash } = newAccessToken()
  await signIn(ctx, signed, newSession(ctx, 'TOKEN', hash, input.user_agent))
  return { ...toAnswer(ctx, signed.challenge), access_token: token, expires_in: TOKEN_SECONDS }
}

/** As `verifyWallet` for `sign_in`, opening a browser's session: its id goes into the cookie, there is no token. */
export async function signInBrowser(ctx: Ctx, input: Attempt): Promise<BrowserSession> {
  const signed = await requireSigned(ctx, input, ({ purpose }) => purpose === 'sign_in')
  const session = newSession(ctx, 'BROWSER', null, input.user_agent)
  const userId = await signIn(ctx, signed, session)
  return { sessionId: session.id, userId, address: signed.challenge.address, chainId: signed.challenge.chainId }
}

/** Proofs for an account are good in the session that asked for them; to anybody else they do not exist. */
function mayAnswer(ctx: Ctx, { purpose, sessionId }: WalletChallenge): boolean {
  return purpose === 'sign_in' || requireSession(ctx).sessionId === sessionId
}

async function signIn(ctx: Ctx, { challenge, proof }: SignedChallenge, session: NewSession): Promise<string> {
  await requireSameChain(ctx, challenge, proof)
  const consume = (sql: Sql) => consumeAndSignIn(sql, challenge.address, proof, session)
  const userId = await againOnRace(() => inOneStatement(ctx, consume))
  if (userId === null) throw alreadyUsed()
  return userId
}

/** A contract's signature speaks for the account its address has only on the chain it was proven on. Nothing is used up. */
async function requireSameChain(ctx: Ctx, { address, chainId }: WalletChallenge, { kind }: Proof): Promise<void> {
  const other = kind === 'CONTRACT' ? await findOtherChainOf(sqlOver(ctx.pool), address, chainId) : null
  if (other === null) return
  throw new AppError(
    'E1007',
    `This contract has an account here by its proof on ${caip2(other)}, and may belong to somebody else on ${caip2(chainId)}. Sign in on ${caip2(other)}.`,
  )
}

async function link(ctx: Ctx, actor: UserActor, signed: SignedChallenge): Promise<void> {
  await againOnRace(() => inSqlTransaction(ctx, (sql) => linkSigned(sql, { ...ctx, actor }, signed)))
}

/**
 * Uses a signed challenge up and links its wallet to the caller, as part of the caller's transaction. Throws E1007. A unique
 * violation means that the same new wallet was linked at the same time: do it all again.
 */
export async function linkSigned(
  sql: Sql,
  ctx: Pick<Ctx<UserActor>, 'actor' | 'requestId' | 'now'>,
  { challenge, proof }: SignedChallenge,
): Promise<void> {
  const { actor } = ctx
  const linked = await consumeAndLink(sql, actor.userId, proof)
  if (linked === null) throw alreadyUsed()
  if (linked.userId !== actor.userId) throw linkedElsewhere()
  if (!linked.isNew) return
  const details = { chain: caip2(challenge.chainId), kind: proof.kind }
  await auditAccount(sql, ctx, { action: 'wallet.linked', target: `wallet:${linked.id}`, details })
}

/** The same new wallet twice at once: the second finds what the first one made. */
async function againOnRace<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isUniqueViolation(error)) return work()
    throw error
  }
}

function newSession(
  ctx: Ctx,
  kind: NewSession['kind'],
  tokenHash: string | null,
  userAgent?: string | null,
): NewSession {
  const seconds = kind === 'TOKEN' ? TOKEN_SECONDS : BROWSER_SECONDS
  return {
    id: newId(),
    kind,
    tokenHash,
    userAgent: userAgent?.slice(0, MAX_USER_AGENT) ?? null,
    expiresAt: addSeconds(ctx.now, seconds),
  }
}

function toAnswer(ctx: Ctx, { address, chainId }: WalletChallenge): VerifiedWallet {
  return { status: 'VERIFIED', wallet_address: address, did: pkhDid(chainId, address), verified_at: ctx.now }
}

function linkedElsewhere(): AppError {
  return new AppError('E1007', 'This wallet belongs to another account. Unlink it there first, or sign in with it.')
}
