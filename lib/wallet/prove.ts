import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import type { VerifyWallet } from './schemas'
import { personalDigest } from './signature'
import { closeWalletChallenge, findWalletChallenge, type Proof, type WalletChallenge } from './store'
import { checkSignature } from './verify-signature'

/** A challenge whose text its wallet has signed. Nothing is used up yet: whoever consumes it first has proven it. */
export type SignedChallenge = { challenge: WalletChallenge; proof: Proof }

/**
 * Checks a signature on a stored text, in the order of domain §1: known (E1003), not used (E1007), not expired (E1004),
 * shape (E1008), signer (E1005, E1006, which use the challenge up; E2004, which does not). `isOurs` says whether the
 * caller may know of the challenge at all.
 */
export async function requireSigned(
  ctx: Ctx,
  input: VerifyWallet,
  isOurs: (challenge: WalletChallenge) => boolean,
): Promise<SignedChallenge> {
  const challenge = await findWalletChallenge(sqlOver(ctx.pool), input.challenge_id)
  if (!challenge || !isOurs(challenge))
    throw new AppError('E1003', 'There is no such wallet challenge. Ask for a new one.')
  if (challenge.status === 'VERIFIED' || challenge.status === 'FAILED') throw alreadyUsed()
  if (challenge.status === 'EXPIRED' || challenge.expiresAt <= ctx.now) throw await expired(ctx, challenge)

  const check = await checkSignature(ctx, {
    chainId: challenge.chainId,
    address: challenge.address,
    digest: personalDigest(challenge.message),
    signature: input.signature,
  })
  if (check.verdict !== 'valid') throw await failed(ctx, challenge, check.verdict)

  return { challenge, proof: { challengeId: challenge.id, now: ctx.now, kind: check.kind, block: check.block } }
}

export function alreadyUsed(): AppError {
  return new AppError('E1007', 'This wallet challenge has been used. Ask for a new one.')
}

async function expired(ctx: Ctx, challenge: WalletChallenge): Promise<AppError> {
  if (challenge.status === 'PENDING') await closeWalletChallenge(sqlOver(ctx.pool), challenge.id, 'EXPIRED', ctx.now)
  return new AppError('E1004', 'This wallet challenge has expired. Ask for a new one.')
}

async function failed(ctx: Ctx, challenge: WalletChallenge, verdict: 'invalid' | 'mismatch'): Promise<AppError> {
  const first = await closeWalletChallenge(sqlOver(ctx.pool), challenge.id, 'FAILED', ctx.now)
  if (!first) return alreadyUsed()
  if (verdict === 'invalid')
    return new AppError(
      'E1005',
      'The wallet’s contract does not accept this signature. Ask for a new challenge and sign again.',
    )
  return new AppError(
    'E1006',
    'Another wallet signed this. Ask for a new challenge and sign it with the wallet it names.',
  )
}
