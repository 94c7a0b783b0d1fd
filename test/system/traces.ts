import { formatUnits } from 'viem'

/** As many digits as no timestamp, id or gas price shares by chance. */
const DIGITS = 12

/**
 * Every way `amount` could be written down that we can think of: decimal and its roundings, with a point or grouped,
 * hexadecimal in either order of bytes, base64 of the number or of its digits wherever in a longer text they stand.
 */
export function formsOf(amount: bigint): string[] {
  const decimal = amount.toString()
  const bytes = bytesOf(amount)
  const littleEndian = Buffer.from(bytes).reverse().toString('hex')
  return [
    ...withPoint(decimal.slice(0, DIGITS)),
    ...[',', '_', ' ', '.', "'"].map((mark) => decimal.replace(/\B(?=(\d{3})+$)/g, mark)),
    bytes.toString('hex').replace(/^0/, ''),
    littleEndian,
    ...base64Forms(bytes),
    ...base64Forms(Buffer.from(decimal)),
  ]
}

/** The forms that `text` holds. Hexadecimal digits may be of either case. */
export function tracesIn(text: string, forms: readonly string[]): string[] {
  const lower = text.toLowerCase()
  return forms.filter((form) => text.includes(form) || (form === form.toLowerCase() && lower.includes(form)))
}

/** Where the bytes of a file hold the number as digits, as hexadecimal or as it is. */
export function tracesInBytes(file: Buffer, amount: bigint): string[] {
  const needles = {
    decimal: Buffer.from(amount.toString().slice(0, DIGITS)),
    hex: Buffer.from(bytesOf(amount).toString('hex')),
    bytes: bytesOf(amount),
    digits: asNumeric(amount),
  }
  return Object.entries(needles).flatMap(([name, needle]) => (file.includes(needle) ? [name] : []))
}

/** How a text may be written so that a search for `formsOf` must find it; for the test of the test. */
export function writings(amount: bigint): Record<string, string> {
  const word = Buffer.from(amount.toString(16).padStart(64, '0'), 'hex')
  return {
    decimal: `{"balance":"${amount}"}`,
    number: `{"balance":${Number(amount)}}`,
    exponent: `balance ${Number(amount).toExponential()}`,
    ether: `it holds ${formatUnits(amount, 18)} ETH`,
    units: `it holds ${formatUnits(amount, 6)} tUSD`,
    grouped: amount.toLocaleString('en-US'),
    hex: `0x${amount.toString(16)}`,
    'upper-case hex': amount.toString(16).toUpperCase(),
    word: `0x${word.toString('hex')}`,
    'little-endian word': Buffer.from(word).reverse().toString('hex'),
    base64: bytesOf(amount).toString('base64'),
    'base64 of the word': word.toString('base64'),
    'base64url of the word': word.toString('base64url'),
    'base64 of a text': Buffer.from(`{"balance":"${amount}"}`).toString('base64'),
  }
}

function bytesOf(amount: bigint): Buffer {
  const hex = amount.toString(16)
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
}

/** The digits as they are, and with a point after any of them. */
function withPoint(digits: string): string[] {
  const pointed = Array.from(
    { length: digits.length - 1 },
    (_, i) => `${digits.slice(0, i + 1)}.${digits.slice(i + 1)}`,
  )
  return [digits, ...pointed]
}

/** base64 cuts text into threes, so the same bytes have three looks; what depends on the neighbours is left off. */
function base64Forms(bytes: Buffer): string[] {
  const looks = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6))
  })
  return looks.flatMap((look) => [look, look.replaceAll('+', '-').replaceAll('/', '_')])
}

/** The digits of a Postgres numeric on disk: four decimal digits in two bytes, the lower byte first. */
function asNumeric(amount: bigint): Buffer {
  const decimal = amount.toString()
  const padded = decimal.padStart(Math.ceil(decimal.length / 4) * 4, '0')
  const groups = (padded.match(/\d{4}/g) ?? []).map(Number)
  const bytes = Buffer.alloc(groups.length * 2)
  groups.forEach((group, i) => void bytes.writeInt16LE(group, i * 2))
  return bytes
}
