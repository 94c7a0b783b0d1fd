import { bareHex, type Hex, sha256Hex } from './hash'
import { jcs } from './jcs'
import type { Domain, IntentMessage } from './typed-data'

/** One party's signed terms. `message` is the Intent as it was signed; its EIP-712 types are implied by `v`. */
export type IntentPayload = {
  v: 'countersign.intent/1'
  domain: Domain
  message: IntentMessage
  signer: Hex
  signature: Hex
}

/** sha256 over the JCS of a `countersign.terms/1` document. */
export function termsHash(termsDoc: object): Hex {
  return sha256Hex(jcs(termsDoc))
}

export function intentPayload(signed: Omit<IntentPayload, 'v'>): IntentPayload {
  const { domain, message, signer, signature } = signed
  return { v: 'countersign.intent/1', domain, message, signer, signature }
}

/** I: the commitment of whoever signs a revision first (domain §3). */
export function initiatorCommitment(payload: IntentPayload): Hex {
  return sha256Hex(jcs(payload))
}

/** C: the second signer's commitment, bound to I. */
export function counterCommitment(payload: IntentPayload, initiator: Hex): Hex {
  return sha256Hex(jcs(payload), bareHex(initiator))
}

/** C of a SOLO challenge, which has no second signer. */
export function soloCommitment(initiator: Hex): Hex {
  return sha256Hex(bareHex(initiator))
}

/** FINAL: what every later signature of the deal names. */
export function finalCommitment(initiator: Hex, counter: Hex): Hex {
  return sha256Hex(bareHex(initiator), bareHex(counter))
}
