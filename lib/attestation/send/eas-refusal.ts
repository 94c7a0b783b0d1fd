import { decodeErrorResult } from 'viem'
import type { Hex } from '@/lib/proof/hash'
import { EAS_ABI } from '../eas-abi'
import type { Refusal } from './sift'

/** What EAS's refusals mean to whoever asked for the attestation, and what to do. */
const SAY: Record<string, string> = {
  AccessDenied: 'EAS lets only the attester of an attestation revoke it.',
  AlreadyRevoked: 'This attestation is revoked already.',
  DeadlineExpired: 'The issuer’s signature was good for a while only, and that is over.',
  InsufficientValue: 'The schema’s resolver wants a payment; the desk sends none.',
  InvalidAttestation: 'The schema’s resolver refused this attestation.',
  InvalidAttestations: 'The schema’s resolver refused this attestation.',
  InvalidExpirationTime: 'The expiry lies in the past: ask again with a later one, or none.',
  InvalidNonce: 'The issuer’s nonce moved on in EAS.',
  InvalidRevocation: 'The schema’s resolver refused this revocation.',
  InvalidRevocations: 'The schema’s resolver refused this revocation.',
  InvalidSchema: 'This schema is not registered on the chain: register it first.',
  InvalidSignature: 'EAS does not take the signature for one of the issuer.',
  Irrevocable: 'The schema or the attestation cannot be revoked.',
  NotFound: 'There is no attestation under the uid that is revoked or referred to.',
  NotPayable: 'The schema’s resolver takes no payment.',
  WrongSchema: 'The attestation to revoke is under another schema.',
}

/** Pure: what a call to EAS was refused with, in words. A resolver may say anything: that is shown as its first bytes. */
export function describeRefusal(data: Hex): Refusal {
  const name = nameOf(data)
  const sentence = name && SAY[name]
  if (name && sentence) return { name, sentence }
  if (data === '0x') return { name: 'Reverted', sentence: 'The chain refused it without a reason, as a resolver may.' }
  return { name: 'Reverted', sentence: `The schema’s resolver refused it (${data.slice(0, 10)}).` }
}

function nameOf(data: Hex): string | null {
  try {
    return decodeErrorResult({ abi: EAS_ABI, data }).errorName
  } catch {
    return null
  }
}
