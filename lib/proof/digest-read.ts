import { isAddress } from 'viem'
import type { Hex } from './hash'
import { type Domain, type FieldType, type MessageOf, type PrimaryType, TYPES, typedData } from './typed-data'

/** Typed data of Countersign, as read: every field there, none beside them, each of its type. */
export type SigningQuestion = {
  primaryType: PrimaryType
  domain: Domain
  /** In the order of the type. Integers wider than uint32 as decimal text. */
  message: Record<string, string | number>
}

/** What was given is not typed data of Countersign; the message says why, in a sentence for the person. */
export class NotOurTypedData extends Error {}

/**
 * Reads what a wallet is asked to sign (`eth_signTypedData_v4`). Only the types of formats.md are understood: a second
 * device must not vouch for a text it does not know. `types` may be left out, being ours; when there, they must be ours.
 * Throws NotOurTypedData.
 */
export function readTypedData(given: unknown): SigningQuestion {
  const { types, primaryType, domain, message } = unwrap(given)
  if (typeof primaryType !== 'string') throw new NotOurTypedData('This is not typed data: it has no primaryType.')
  if (!isOurs(primaryType)) {
    throw new NotOurTypedData(
      `Countersign never asks for a signature on “${shorten(primaryType)}”. Do not sign it on our word.`,
    )
  }

  const question = { primaryType, domain: readDomain(domain), message: readMessage(primaryType, message) }
  if (types !== undefined) requireOurTypes(types, question)
  return question
}

/** As `readTypedData`, from JSON text. */
export function readTypedDataText(text: string): SigningQuestion {
  return readTypedData(parse(text))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new NotOurTypedData('This is not JSON.')
  }
}

/** The API answers `{ typed_data: … }`; whoever saved that whole means what is in it. */
function unwrap(given: unknown): Record<string, unknown> {
  const object = requireObject(given, 'This is not typed data: it is not an object.')
  const inner = object.primaryType === undefined ? object.typed_data : undefined
  return inner === undefined ? object : requireObject(inner, 'typed_data is not an object.')
}

function readDomain(given: unknown): Domain {
  const domain = requireObject(given, 'The typed data has no domain.')
  refuseOthers('domain', domain, ['name', 'version', 'chainId', 'verifyingContract'])
  if (domain.name !== 'Countersign' || domain.version !== '1') {
    throw new NotOurTypedData(
      'Its domain is not that of Countersign, version 1. It would be signed for something else.',
    )
  }
  const chainId = Number(readInteger('domain.chainId', domain.chainId, 2n ** 53n - 1n))
  if (chainId < 1) throw new NotOurTypedData('domain.chainId names no chain.')
  const base = { name: 'Countersign', version: '1', chainId } as const
  if (domain.verifyingContract === undefined) return base
  return { ...base, verifyingContract: readAddress('domain.verifyingContract', domain.verifyingContract) }
}

function readMessage(primaryType: PrimaryType, given: unknown): SigningQuestion['message'] {
  const message = requireObject(given, 'The typed data has no message.')
  const fields: readonly { name: string; type: FieldType }[] = TYPES[primaryType]
  refuseOthers(
    'message',
    message,
    fields.map(({ name }) => name),
  )
  return Object.fromEntries(
    fields.map(({ name, type }) => {
      const field = `message.${name}`
      if (message[name] === undefined) throw new NotOurTypedData(`${field} is missing.`)
      return [name, readField(field, type, message[name])]
    }),
  )
}

function readField(field: string, type: FieldType, value: unknown): string | number {
  if (type === 'address') return readAddress(field, value)
  if (type === 'uint32') return Number(readInteger(field, value, 2n ** 32n - 1n))
  if (type === 'uint64') return readInteger(field, value, 2n ** 64n - 1n)
  if (type === 'uint256') return readInteger(field, value, 2n ** 256n - 1n)
  if (typeof value !== 'string') throw new NotOurTypedData(`${field} is not text.`)
  if (type === 'string') return value

  if (!/^0x[0-9a-fA-F]{64}$/.test(value)) throw new NotOurTypedData(`${field} is not a hash of 32 bytes.`)
  return value.toLowerCase()
}

function readAddress(field: string, value: unknown): Hex {
  if (typeof value !== 'string' || !isAddress(value)) {
    throw new NotOurTypedData(`${field} is not an address, or its checksum is wrong.`)
  }
  return value.toLowerCase() as Hex
}

/** Canonical decimal text. A number of JSON that lost digits on the way here is refused. */
function readInteger(field: string, value: unknown, max: bigint): string {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value
  if (typeof text !== 'string' || !/^(?:0|[1-9][0-9]{0,77})$/.test(text) || BigInt(text) > max) {
    throw new NotOurTypedData(`${field} is not a whole number in range.`)
  }
  return text
}

/** Other types would make another digest of the same words. */
function requireOurTypes(given: unknown, { primaryType, domain, message }: SigningQuestion): void {
  const ours = typedData(primaryType, domain, message as MessageOf<typeof primaryType>).types
  const types = requireObject(given, 'types is not an object.')
  refuseOthers('types', types, Object.keys(ours))
  for (const [name, fields] of Object.entries(ours)) {
    // A caller may leave EIP712Domain to its wallet.
    if (name === 'EIP712Domain' && types[name] === undefined) continue
    if (!isSame(types[name], fields)) {
      throw new NotOurTypedData(`Its type ${name} is not that of Countersign, so a wallet would sign another digest.`)
    }
  }
}

function isSame(given: unknown, fields: readonly { name: string; type: string }[]): boolean {
  return (
    Array.isArray(given) &&
    given.length === fields.length &&
    fields.every(({ name, type }, index) => given[index]?.name === name && given[index]?.type === type)
  )
}

function isOurs(name: string): name is PrimaryType {
  return Object.hasOwn(TYPES, name)
}

function refuseOthers(where: string, object: Record<string, unknown>, known: readonly string[]): void {
  const other = Object.keys(object).find((name) => !known.includes(name))
  if (other !== undefined) throw new NotOurTypedData(`${where} has a field that is not ours: ${shorten(other)}.`)
}

function requireObject(value: unknown, otherwise: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new NotOurTypedData(otherwise)
  return value as Record<string, unknown>
}

/** Somebody else's word in our sentence. */
const shorten = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text)
