import type { Ctx, UserActor } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { AppError, isAppError } from '@/lib/errors'
import type { Hex } from '@/lib/proof/hash'
import { recoverSigner as recoverDigest } from '@/lib/proof/signature'
import { checkSignature, type SignatureCheck } from '@/lib/wallet/verify-signature'
import type { IssuerKind } from '../types'
import { type Asked, type Delegated, digestOfAsked } from './delegation'
import { findMembersWallets } from './store'

/**
 * Who signed what was asked: for a kept key an owner or admin of the organization by any of their wallets, otherwise the
 * address itself. E1006 when it is somebody else, or a text for another organization, chain, address or time.
 */
export async function checkDelegation(
  ctx: Ctx<UserActor>,
  kind: IssuerKind,
  asked: Asked,
  signature: string,
): Promise<Delegated> {
  const digest = digestOfAsked(asked)
  const { domain, message } = asked
  const ofKey = await recoverDigest(digest, signature.toLowerCase())
  const candidates = kind === 'KEPT' ? await managersWallets(ctx) : [message.issuer]
  const own = ctx.actor.wallet
  const first = candidates.find((address) => address === ofKey) ?? candidates.find((address) => address === own.address)

  const address = first ?? candidates[0]
  if (!address) throw wrongSigner(kind)
  // A contract of the signer's is asked on the chain it was proven on; other managers' contracts sign in their own session.
  const chainId = address === own.address ? own.chainId : domain.chainId
  const check = await checkSignature(ctx, { chainId, address, digest, signature }).catch(throwPlainly(kind))
  if (check.verdict !== 'valid') throw wrongSigner(kind)
  return { domain, message, signer: address, signature: check.signature }
}

function managersWallets(ctx: Ctx<UserActor>): Promise<Hex[]> {
  return findMembersWallets(sqlOver(ctx.pool), ctx.actor.organizationId, ['owner', 'admin'])
}

/** Bytes that no wallet of theirs made: for whoever sent them it is the same as another's signature. */
function throwPlainly(kind: IssuerKind): (error: unknown) => SignatureCheck {
  return (error) => {
    if (isAppError(error, 'E1006')) throw wrongSigner(kind)
    throw error
  }
}

function wrongSigner(kind: IssuerKind): AppError {
  const who = kind === 'KEPT' ? 'an owner or admin of your organization with a linked wallet' : 'the address itself'
  return new AppError('E1006', `That is not a signature over this delegation by ${who}. Ask for its typed data again.`)
}
