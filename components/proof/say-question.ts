import { networkOf } from '@/lib/proof/chains'
import type { SignedField } from '@/lib/proof/digest'
import type { SigningQuestion } from '@/lib/proof/digest-read'
import { sayTime } from './say-time'

const PURPOSES: Record<SigningQuestion['primaryType'], string> = {
  Intent: 'The terms of a challenge.',
  Extend: 'More time for a challenge.',
  Settle: 'How a challenge ends.',
  Vote: 'A vote on a dispute.',
  ReceiptStatement: 'A statement on a receipt.',
  BundleSeal: 'A desk’s seal on a bundle.',
  Delegation: 'Leave for somebody to issue attestations.',
}

/** What the signature is for, in a few words. */
export function sayPurpose({ primaryType }: SigningQuestion): string {
  return PURPOSES[primaryType]
}

/** `Base (8453)` */
export function sayDomainChain({ domain: { chainId } }: SigningQuestion): string {
  const name = networkOf(chainId)?.name
  return name ? `${name} (${chainId})` : `${chainId}`
}

/** What a number among the fields means to a person, beside itself. Null where it needs no explaining. */
export function sayMeaning({ name, type, value }: SignedField): string | null {
  if (type !== 'uint64') return null
  const milliseconds = Number(value) * 1000
  const isDate = Number.isSafeInteger(milliseconds) && milliseconds <= 8.64e15
  return isDate && (name === 'until' || name === 'validUntil') ? sayTime(new Date(milliseconds).toISOString()) : null
}

/** Somebody else's text: nothing in it may hide, or turn a line around. */
export function showText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd')
}
