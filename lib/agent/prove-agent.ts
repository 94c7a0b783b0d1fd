import type { Ctx, UserActor } from '@/lib/context'
import { type Sql, sqlOver } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import { type Account, parseDid } from '@/lib/proof/did'
import { verifyDidKey } from '@/lib/proof/did-key'
import { alreadyUsed, requireSigned } from '@/lib/wallet/prove'
import { personalDigest } from '@/lib/wallet/signature'
import { linkSigned } from '@/lib/wallet/verify'
import { verifyDigestSignature } from '@/lib/wallet/verify-signature'
import { type AgentChallenge, consumeAgentChallenge, findAgentChallenge } from './challenge-store'
import { ownsWallet } from './store'

export type AgentProofInput = { did: string; challenge_id: string; signature: string }

/** Uses the proof up, as part of the registering transaction. */
export type Consume = (tx: Sql) => Promise<void>

/**
 * Checks that the agent's key signed the text it was given, and returns what uses that text up. In the order of a wallet's
 * proof: known (E1003), not used (E1007), not expired (E1004), shape (E1008), signer (E1005 or E1006, after which the text is
 * used up).
 */
export async function proveAgent(ctx: Ctx, actor: UserActor, input: AgentProofInput): Promise<Consume> {
  const account = parseDid(input.did)
  const challenge = await findAgentChallenge(sqlOver(ctx.pool), input.challenge_id)
  if (challenge) return proveByText(ctx, actor, input, challenge)
  if (!account || actor.sessionId === null) throw unknown()

  const { challenge_id, signature } = input
  const signed = await requireSigned(ctx, { challenge_id, signature }, (one) => {
    const isSame = one.address === account.address && one.chainId === account.chainId
    return isSame && one.purpose === 'link_wallet' && one.sessionId === actor.sessionId
  })
  return (tx) => linkSigned(tx, { ...ctx, actor }, signed)
}

async function proveByText(
  ctx: Ctx,
  actor: UserActor,
  { did, signature }: AgentProofInput,
  challenge: AgentChallenge,
): Promise<Consume> {
  if (challenge.userId !== actor.userId || challenge.did !== did) throw unknown()
  if (challenge.usedAt) throw alreadyUsed()
  if (challenge.expiresAt <= ctx.now) throw new AppError('E1004', 'This text has expired. Ask for a new one.')

  const account = parseDid(did)
  const verdict = account
    ? await verifyByWallet(ctx, account, challenge, signature)
    : verifyByKey(did, challenge, signature)
  if (verdict !== 'valid') throw await failed(ctx, challenge, verdict)

  return async (tx) => {
    if (!(await consumeAgentChallenge(tx, challenge.id, ctx.now))) throw alreadyUsed()
    if (account && !(await ownsWallet(tx, actor.userId, account.address))) {
      throw new AppError('E9007', 'This wallet is not linked to your account any more. Link it, then try again.')
    }
  }
}

function verifyByKey(did: string, { message }: AgentChallenge, signature: string): 'valid' | 'mismatch' {
  const hex = signature.toLowerCase()
  if (!/^0x[0-9a-f]{128}$/.test(hex)) {
    throw new AppError('E1008', 'An Ed25519 signature is 64 bytes: 0x and 128 hexadecimal digits.')
  }
  return verifyDidKey(did, new TextEncoder().encode(message), hex) ? 'valid' : 'mismatch'
}

async function verifyByWallet(ctx: Ctx, { chainId, address }: Account, { message }: AgentChallenge, signature: string) {
  return verifyDigestSignature(ctx, { chainId, address, digest: personalDigest(message), signature })
}

async function failed(ctx: Ctx, { id }: AgentChallenge, verdict: 'invalid' | 'mismatch'): Promise<AppError> {
  if (!(await consumeAgentChallenge(sqlOver(ctx.pool), id, ctx.now))) return alreadyUsed()
  if (verdict === 'invalid') {
    return new AppError(
      'E1005',
      'The wallet’s contract does not accept this signature. Ask for a new text and sign again.',
    )
  }
  return new AppError('E1006', 'Another key signed this. Ask for a new text and sign it with the key the DID names.')
}

function unknown(): AppError {
  return new AppError('E1003', 'There is no such challenge of yours for this DID. Ask for a new one.')
}
