import { addSeconds } from '@/lib/clock'
import { type Ctx, requireUser } from '@/lib/context'
import { AppError } from '@/lib/errors'
import type { Hex } from '@/lib/proof/hash'
import { digestOf, type MessageOf, type PrimaryType, typedData } from '@/lib/proof/typed-data'
import { normalizeSignature, parseSignature, recoverSigner } from '@/lib/wallet/signature'
import { checkSignature } from '@/lib/wallet/verify-signature'
import type { Challenge } from './challenge'
import { signingDomain } from './signing-domain'
import { keepSigningText, listSigningTexts, type SigningText } from './store'
import type { TermsDoc } from './terms'

/** Everything handed out to sign is good for a day (domain §3, "Commitment chain"). */
const TEXT_TTL_SECONDS = 24 * 60 * 60
/** A contract wallet is asked about the newest texts only: each question costs calls to the chain. */
const MAX_CONTRACT_TRIES = 3

type Handout<P extends PrimaryType> = {
  challenge: Challenge
  /** The revision the text belongs to: the current one, or for a counter the next. */
  revision: number
  action: string
  signer: { address: string; chainId: number; userId: string }
  primaryType: P
  message: MessageOf<P>
  termsDoc?: TermsDoc
}

/** Stores a text with every time and nonce in it and returns what the wallet takes (`eth_signTypedData_v4`). */
export async function handOut<P extends PrimaryType>(ctx: Ctx, text: Handout<P>) {
  const domain = signingDomain(text.challenge, text.signer)
  const isKept = await keepSigningText(ctx.db, {
    challengeId: text.challenge.id,
    revision: text.revision,
    userId: text.signer.userId,
    signer: text.signer.address,
    action: text.action,
    primaryType: text.primaryType,
    digest: digestOf(text.primaryType, domain, text.message),
    domain,
    message: text.message as Record<string, string | number>,
    termsDoc: text.termsDoc ?? null,
    expiresAt: addSeconds(ctx.now, TEXT_TTL_SECONDS),
  })
  if (!isKept)
    throw new AppError(
      'E9003',
      'You have asked for too many different texts here. Sign one of them, or come back tomorrow.',
    )
  return typedData(text.primaryType, domain, text.message)
}

/** A text that was handed out, and the signature on it in its stored form. */
export type SignedText = SigningText & { signature: Hex }

type Signed = {
  challenge: Challenge
  action: string
  signer: string
  /** The revision the signature must be for. */
  revision: number
  signature: string
}

/**
 * The text this signature is on, among those given to its signer for this action. Reads the chain only for contract
 * wallets, so it runs before the transaction. Throws E1008 (shape), E3016 (a text of an old revision), E1005, E1006
 * (not this wallet's signature), E2004 (no answer from the chain; nothing changed).
 */
export async function requireSigned(ctx: Ctx, signed: Signed): Promise<SignedText> {
  const parsed = parseSignature(signed.signature)
  const texts = await listSigningTexts(
    ctx.db,
    signed.challenge.id,
    { userId: requireUser(ctx).userId, signer: signed.signer, action: signed.action },
    ctx.now,
  )
  if (texts.length === 0) {
    throw new AppError(
      'E1005',
      `Ask for the text to sign first: GET challenges/${signed.challenge.id}/intent?action=${signed.action}.`,
    )
  }

  const own =
    parsed.kind === 'ecdsa'
      ? texts.find((text) => recoverSigner(bytesOf(text.digest), parsed) === signed.signer)
      : undefined
  const found = own
    ? { ...own, signature: normalizeSignature(signed.signature) }
    : await askContract(ctx, texts, signed)
  if (found.revision !== signed.revision) throw oldRevision(found.revision, signed.revision)
  return found
}

async function askContract(ctx: Ctx, texts: SigningText[], signed: Signed): Promise<SignedText> {
  const current = texts.filter((text) => text.revision === signed.revision).slice(0, MAX_CONTRACT_TRIES)
  let sawContract = false
  for (const text of current) {
    const { verdict, signature } = await checkSignature(ctx, {
      chainId: text.domain.chainId,
      address: text.signer,
      digest: text.digest,
      signature: signed.signature,
    })
    if (verdict === 'valid') return { ...text, signature }
    sawContract ||= verdict === 'invalid'
  }

  if (current.length === 0) throw oldRevision(texts[0]?.revision ?? 0, signed.revision)
  if (sawContract) throw new AppError('E1005', 'The wallet contract does not accept this signature.')
  throw new AppError(
    'E1006',
    'This is not a signature of the text by your wallet. Ask for the text again and sign it with the wallet it names.',
  )
}

function oldRevision(signed: number, current: number): AppError {
  return new AppError(
    'E3016',
    `This signature is on revision ${signed}; the terms are at revision ${current}. Read them and sign again.`,
  )
}

function bytesOf(digest: Hex): Uint8Array {
  return Buffer.from(digest.slice(2), 'hex')
}
