import { hashDomain, hashStruct } from 'viem'
import type { SigningQuestion } from './digest-read'
import type { Hex } from './hash'
import { digestOf, type FieldType, type MessageOf, TYPES, typedData } from './typed-data'

/** The hashes of one question for a wallet. Hardware wallets show the first two; the third is what is signed. */
export type DigestParts = {
  /** hashStruct of the EIP712Domain. */
  domain_separator: Hex
  /** hashStruct of the message. */
  message_hash: Hex
  /** keccak256(0x1901 ‖ domain_separator ‖ message_hash). */
  digest: Hex
}

/** Recomputes what a wallet signs from nothing but what it was asked (EIP-712). */
export function digestParts({ primaryType, domain, message }: SigningQuestion): DigestParts {
  const { types } = typedData(primaryType, domain, message as MessageOf<typeof primaryType>)
  const data = Object.fromEntries(
    listFields(primaryType, message).map(({ name, type, value }) => [
      name,
      type.startsWith('uint') ? BigInt(value) : value,
    ]),
  )
  return {
    domain_separator: hashDomain({ domain, types }),
    message_hash: hashStruct<Record<string, unknown>, string>({ data, primaryType, types }),
    digest: digestOf(primaryType, domain, message as MessageOf<typeof primaryType>),
  }
}

export type SignedField = { name: string; type: FieldType; value: string | number }

/** Every field of a message in the order of its type, as a wallet lists them. */
export function listFields(primaryType: SigningQuestion['primaryType'], message: SigningQuestion['message']) {
  return TYPES[primaryType].map(({ name, type }): SignedField => ({ name, type, value: message[name] ?? '' }))
}
