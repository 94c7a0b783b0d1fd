import { AppError } from '@/lib/errors'
import { toChecksum } from './checksum'

export { toChecksum }

const SHAPE = /^0[xX][0-9a-fA-F]{40}$/

/**
 * An address as it is kept everywhere: lower-case (domain §1). Lower-case, upper-case and correct EIP-55 spellings are
 * accepted; a mixed spelling with a wrong checksum is most likely a typing error. Throws E1001.
 */
export function parseAddress(text: string): `0x${string}` {
  if (!SHAPE.test(text)) throw new AppError('E1001', 'A wallet address is 0x followed by 40 hexadecimal digits.')

  const digits = text.slice(2)
  const lower: `0x${string}` = `0x${digits.toLowerCase()}`
  if (digits === digits.toLowerCase() || digits === digits.toUpperCase()) return lower
  if (toChecksum(lower).slice(2) === digits) return lower
  throw new AppError('E1001', 'The checksum of this address is wrong: check it for a typing error.')
}

/** `0x1234…abcd`: for names and places with little room, never where a decision rests on it. */
export function shortenAddress(address: string): string {
  const checksummed = toChecksum(address)
  return `${checksummed.slice(0, 6)}…${checksummed.slice(-4)}`
}
