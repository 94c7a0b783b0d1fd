import type { BlockRef } from '@/lib/chain/answers'
import type { Ctx } from '@/lib/context'
import { isServed, readContractSignature } from './contract-signature'
import { badShape, normalizeSignature, parseSignature, recoverSigner, type Signature, toHex } from './signature'
import { carriesDeployment } from './signature-probe'

export type SignatureQuestion = {
  /** Where the wallet lives, should it be a contract. */
  chainId: number
  /** Lower-case. */
  address: string
  /** The 32 bytes signed: an EIP-191 or EIP-712 digest. */
  digest: string | Uint8Array
  signature: string
}

export type SignatureVerdict =
  | 'valid'
  /** The wallet's contract does not accept it: E1005. */
  | 'invalid'
  /** A key other than the wallet's made it: E1006. */
  | 'mismatch'

export type SignatureCheck = {
  verdict: SignatureVerdict
  kind: 'EOA' | 'CONTRACT'
  /** The block a contract was asked at. */
  block: BlockRef | null
  /** As it is stored: a key's in its one normal form, a contract's as it came. */
  signature: `0x${string}`
}

/**
 * Who signed, in the order of domain §1: the key first, without any call to the chain (so EIP-7702 accounts count as
 * keys); only when it is not the wallet's is the chain asked for a contract. Throws E1008 for a shape that neither
 * could have made and E2004 when the chain does not answer; neither uses anything up.
 */
export async function checkSignature(ctx: Pick<Ctx, 'now'>, question: SignatureQuestion): Promise<SignatureCheck> {
  const digest = typeof question.digest === 'string' ? Buffer.from(question.digest.slice(2), 'hex') : question.digest
  const parsed = parseSignature(question.signature)
  const signer = parsed.kind === 'ecdsa' ? recoverSigner(digest, parsed) : null

  if (signer === question.address) {
    return { verdict: 'valid', kind: 'EOA', block: null, signature: normalizeSignature(question.signature) }
  }
  return askContract(ctx, question, digest, parsed, signer)
}

/** As `checkSignature`, the verdict alone. */
export async function verifyDigestSignature(
  ctx: Pick<Ctx, 'now'>,
  question: SignatureQuestion,
): Promise<SignatureVerdict> {
  return (await checkSignature(ctx, question)).verdict
}

async function askContract(
  ctx: Pick<Ctx, 'now'>,
  { chainId, address, signature: text }: SignatureQuestion,
  digest: Uint8Array,
  parsed: Signature,
  signer: string | null,
): Promise<SignatureCheck> {
  // Bytes no key can have made, for a chain where no contract can be asked: their shape is what is wrong with them.
  if (signer === null && !isServed(chainId)) throw badShape()

  const bytes = Buffer.from(text.slice(2), 'hex')
  const { verdict, block } = await readContractSignature(chainId, { address, digest, signature: bytes }, ctx.now)
  const found = { block, signature: toHex(bytes) } as const

  if (verdict !== 'no_code') return { verdict, kind: 'CONTRACT', ...found }
  if (parsed.kind === 'contract' && carriesDeployment(bytes)) return { verdict: 'invalid', kind: 'CONTRACT', ...found }
  if (signer === null) throw badShape()
  return { verdict: 'mismatch', kind: 'EOA', ...found }
}
