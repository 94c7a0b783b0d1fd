import { toChecksum } from '@/lib/wallet/checksum'
import type { Column, ItemDraft } from './types'

type Field = { value: Partial<ItemDraft> } | { fault: string }

/** Between capabilities in one field. */
export const SEPARATOR = '|'
export const MOST_CAPABILITIES = 64
export const LONGEST_CAPABILITY = 100
const MAX_UINT256 = 2n ** 256n - 1n

/** One field as it is typed, in a form or in a file: what is sent for it, or what is wrong with it. Pure. */
export function readField(column: Column, typed: string, now: Date): Field {
  const text = typed.trim()
  switch (column) {
    case 'recipient':
      return readRecipient(text)
    case 'integra_hash':
      return /^0x[0-9a-f]{64}$/i.test(text)
        ? { value: { integra_hash: text.toLowerCase() } }
        : { fault: 'This is not a 32-byte hash: 0x and 64 hexadecimal digits.' }
    case 'token_id':
      return /^(?:0|[1-9]\d{0,77})$/.test(text) && BigInt(text) <= MAX_UINT256
        ? { value: { token_id: text } }
        : { fault: 'Give the token’s id as a whole number without leading zeros, at most 256 bits.' }
    case 'capabilities':
      return readCapabilities(text)
    case 'expiration_time':
      return readExpiration(text, now)
  }
}

function readRecipient(text: string): Field {
  const digits = /^0x([0-9a-f]{40})$/i.exec(text)?.[1]
  if (digits === undefined) return { fault: 'This is not an address: 0x and 40 hexadecimal digits.' }
  const lower = digits.toLowerCase()
  const isPlain = digits === lower || digits === digits.toUpperCase()
  if (!isPlain && toChecksum(`0x${lower}`).slice(2) !== digits) {
    return { fault: 'The checksum of this address is wrong: check it for a typing error.' }
  }
  return { value: { recipient: `0x${lower}` } }
}

function readCapabilities(text: string): Field {
  const capabilities = text.split(SEPARATOR).map((each) => each.trim())
  if (text === '') return { fault: `Name at least one capability; several are separated by ${SEPARATOR}.` }
  if (capabilities.includes('')) return { fault: `There is nothing between two ${SEPARATOR}.` }
  if (capabilities.length > MOST_CAPABILITIES) return { fault: `At most ${MOST_CAPABILITIES} capabilities.` }
  if (capabilities.some((each) => each.length > LONGEST_CAPABILITY)) {
    return { fault: `A capability has at most ${LONGEST_CAPABILITY} characters.` }
  }
  return { value: { capabilities } }
}

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/i

function readExpiration(text: string, now: Date): Field {
  if (text === '') return { value: {} }
  const at = MOMENT.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(at)) return { fault: 'Give a time with its zone, like 2027-11-20T12:00:00Z, or leave it empty.' }
  if (at <= now.getTime()) return { fault: 'This time is over. What expires in the past cannot be issued.' }
  return { value: { expiration_time: new Date(at).toISOString() } }
}
