import { z } from 'zod'
import { findNetwork, networkOf } from '@/lib/proof/chains'
import { didKeyField } from '@/lib/proof/fields'
import { toChecksum } from '@/lib/wallet/checksum'

/** Shapes shared by every noun's schemas. Browser-safe: forms use them too. */

export const Id = z.uuid({ error: 'This is not an id.' }).toLowerCase()

const NO_ADDRESS = {
  code: 'custom' as const,
  message:
    'This is not an address: 0x and 40 hexadecimal digits, with a correct checksum when upper and lower case are mixed.',
  params: { code: 'E1001' },
}

/**
 * A wallet or contract address → lower case. Lower-case, upper-case or correct EIP-55; a wrong checksum is somebody's
 * typing error and refused (domain §1). E1001.
 */
export const Address = z
  .string({ error: 'Give an address.' })
  .transform((value, ctx) => {
    if (isAddress(value)) return value.toLowerCase()
    ctx.addIssue(NO_ADDRESS)
    return z.NEVER
  })
  .meta({ pattern: '^0[xX][0-9a-fA-F]{40}$', examples: ['0x52908400098527886e0f7030069857d2e4169ee7'] })

function isAddress(value: string): boolean {
  const digits = /^0[xX]([0-9a-fA-F]{40})$/.exec(value)?.[1]
  if (digits === undefined) return false
  if (digits === digits.toLowerCase() || digits === digits.toUpperCase()) return true
  return toChecksum(`0x${digits.toLowerCase()}`).slice(2) === digits
}

/**
 * A DID, with its address in lower case; or an address alone. Its checksum is looked at as that of an `Address`: E1001 when it
 * is wrong.
 */
export const PartyName = z
  .string()
  .max(300)
  .transform((value, ctx) => {
    const [, start = '', address] = /^(did:pkh:eip155:[1-9][0-9]{0,15}:)?(0[xX][0-9a-fA-F]{40})$/.exec(value) ?? []
    if (address && isAddress(address)) return start + address.toLowerCase()
    if (!address && didKeyField.safeParse(value).success) return value
    ctx.addIssue(address ? NO_ADDRESS : { code: 'custom', message: 'Name them by a DID or an address.' })
    return z.NEVER
  })

/** 32 bytes as 0x hex → lower case. */
export const Hash32 = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/, 'This is not a 32-byte hash: 0x and 64 hexadecimal digits.')
  .toLowerCase()

/** A chain by CAIP-2 (`eip155:1`), alias (`local`) or number → its id. E1002 for a chain the desk does not know. */
export const ChainRef = z
  .union([z.number(), z.string()], { error: 'Name a chain, for example eip155:1.' })
  .transform((value, ctx) => {
    const network =
      typeof value === 'string' && !/^[1-9]\d{0,9}$/.test(value) ? findNetwork(value) : networkOf(Number(value))
    if (network) return network.chainId
    ctx.addIssue({ code: 'custom', message: 'This desk does not know that chain.', params: { code: 'E1002' } })
    return z.NEVER
  })
  .meta({ examples: ['eip155:1'] })

const MAX_UINT256 = 2n ** 256n - 1n

/** An amount in the smallest unit as decimal text → bigint. No sign, leading zero, point or exponent. */
export const Amount = z
  .string({ error: 'Give the amount as decimal text, in the smallest unit.' })
  .regex(/^(?:0|[1-9]\d{0,77})$/, 'Give the amount as decimal text, in the smallest unit.')
  .transform((value) => BigInt(value))
  .refine((value) => value <= MAX_UINT256, 'The amount does not fit into 256 bits.')

/** An RFC 3339 instant → Date. */
export const Timestamp = z.iso
  .datetime({ offset: true, error: 'Give a time like 2026-11-20T12:00:00Z.' })
  .transform((value) => new Date(value))

// Characters that change how the text around them is read: controls, bidi overrides and isolates, broken surrogates.
const DECEIVING = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]|\p{Cs}/u
const DECEIVING_BESIDES_LINES = /(?![\t\n\r])[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]|\p{Cs}/u
const REFUSED = 'The text holds invisible characters that change how it reads. Type it anew.'

/** One line of text for people, `min` to `max` characters, kept as it was typed. */
export function plainText(min: number, max: number) {
  return z
    .string({ error: 'Write some text.' })
    .min(min, min === 1 ? 'Write something here.' : `Write at least ${min} characters.`)
    .max(max, `Write at most ${max} characters.`)
    .refine((value) => min === 0 || value.trim() !== '', 'Write something here.')
    .refine((value) => !DECEIVING.test(value), REFUSED)
}

/** Text for people over several lines, at most `max` characters. */
export function multilineText(max: number) {
  return z
    .string({ error: 'Write some text.' })
    .max(max, `Write at most ${max} characters.`)
    .refine((value) => !DECEIVING_BESIDES_LINES.test(value), REFUSED)
}
