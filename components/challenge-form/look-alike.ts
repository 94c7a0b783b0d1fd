import { toChecksum } from '@/lib/wallet/checksum'

/** An address the caller has reason to know, and why. */
export type KnownParty = { address: string; relation: 'own' | 'dealt' | 'demo'; name: string | null }

/** A stretch of an address as it is shown, and whether it differs from the other address there. */
export type Stretch = { text: string; differs: boolean }
export type LookAlike = { known: KnownParty; given: Stretch[]; meant: Stretch[] }

const ENDS = 4

/**
 * Pure: the known address that `address` could be taken for: alike in its first and last four digits, which is all that
 * wallets show, and different between. Null when there is none, or when the address itself is known.
 */
export function findLookAlike(address: string, known: readonly KnownParty[]): LookAlike | null {
  const given = address.toLowerCase()
  if (known.some((each) => each.address === given)) return null

  const twin = known.find((each) => endsOf(each.address) === endsOf(given))
  return twin ? { known: twin, given: mark(given, twin.address), meant: mark(twin.address, given) } : null
}

function endsOf(address: string): string {
  return address.slice(2, 2 + ENDS) + address.slice(-ENDS)
}

/** EIP-55, cut where it begins or ceases to differ. Upper and lower case alone are no difference. */
function mark(address: string, other: string): Stretch[] {
  const stretches: Stretch[] = []
  for (const [i, character] of [...toChecksum(address)].entries()) {
    const differs = address[i] !== other[i]
    const last = stretches.at(-1)
    if (last && last.differs === differs) last.text += character
    else stretches.push({ text: character, differs })
  }
  return stretches
}

/** Pure: whether a token calls itself by the name of one the desk lists on that network, and is not it. */
export function isTokenImpostor(
  token: { address: string; symbol: string },
  listed: readonly { token_address?: string | undefined; symbol: string }[],
): boolean {
  const named = listed.filter((asset) => plain(asset.symbol) === plain(token.symbol))
  return named.length > 0 && !named.some((asset) => asset.token_address === token.address.toLowerCase())
}

/** Letters that look alike in a symbol are not told apart: full-width forms, case, spaces. */
function plain(symbol: string): string {
  return symbol
    .normalize('NFKC')
    .replace(/[\s\p{Cf}]/gu, '')
    .toLowerCase()
}
