import { z } from './zod'

/** The smallest fields of every document, as formats.md writes them: lower-case hex, decimal strings, UTC times with milliseconds. */
const UINT256_MAX = 2n ** 256n - 1n

const hex = (digits: string) => z.templateLiteral(['0x', z.string().regex(new RegExp(`^${digits}$`))])

export const hashField = hex('[0-9a-f]{64}')
export const addressField = hex('[0-9a-f]{40}')
export const hexField = hex('(?:[0-9a-f]{2})*')

export const uintField = z.int().min(0)
export const uint32Field = z.int().min(0).max(0xffff_ffff)
export const chainIdField = z.int().min(1)

/** A non-negative integer as text, at most `max`, without leading zeros. */
export const decimalField = (max: bigint = UINT256_MAX) =>
  z
    .string()
    .refine((text) => /^(?:0|[1-9][0-9]{0,77})$/.test(text) && BigInt(text) <= max, 'not a decimal integer in range')

export const idField = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)

/** RFC 3339 in UTC with milliseconds, and a real date. */
export const timeField = z.string().refine(isTime, 'not a UTC time with milliseconds')

export const didKeyField = z.string().regex(/^did:key:z[1-9A-HJ-NP-Za-km-z]{1,200}$/)
export const didPkhField = z.string().regex(/^did:pkh:eip155:[1-9][0-9]{0,15}:0x[0-9a-f]{40}$/)
export const didField = z.union([didPkhField, didKeyField])

/** CAIP-2 of an EVM chain, and CAIP-19 of its coin or of an ERC-20 on it. */
export const networkField = z.string().regex(/^eip155:[1-9][0-9]{0,15}$/)
export const assetField = z.string().regex(/^eip155:[1-9][0-9]{0,15}\/(?:slip44:[0-9]{1,10}|erc20:0x[0-9a-f]{40})$/)

function isTime(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text)) return false
  const time = new Date(text)
  return !Number.isNaN(time.getTime()) && time.toISOString() === text
}
