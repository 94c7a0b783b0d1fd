import { hexToBigInt, hexToBytes } from 'viem/utils'
import { z } from 'zod'
import { resolveNetwork } from '@/lib/chain/networks'
import { isProviderFailure } from '@/lib/chain/provider-failure'
import { chainProviders, type Provider } from '@/lib/chain/providers'
import { AppError } from '@/lib/errors'
import { Address } from '@/lib/http/schemas'
import type { Hex } from '@/lib/proof/hash'

export const DescribeToken = z.strictObject({ network: z.string().max(40), token_address: Address })

const DECIMALS = '0x313ce567'
const SYMBOL = '0x95d89b41'
const MOST_DECIMALS = 77

/**
 * What a token says of itself, for typing amounts of it: anybody can write a token that says anything. The providers
 * must agree on its decimals. Throws E2002, E2004, and E2007 for what is no token.
 */
export async function describeToken(_ctx: unknown, input: z.infer<typeof DescribeToken>) {
  const providers = chainProviders(resolveNetwork(input.network))
  const answers = await Promise.allSettled(providers.map((provider) => askToken(provider, input.token_address)))
  const given = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
  const [first] = given
  if (!first || given.some((answer) => answer.decimals !== first.decimals)) {
    throw new AppError('E2004', 'Nobody could say how this token is written. Type its name and decimals yourself.')
  }
  if (first.decimals === null) throw new AppError('E2007', 'There is no token at this address on this network.')
  return { symbol: first.symbol, decimals: first.decimals }
}

async function askToken(
  provider: Provider,
  token: string,
): Promise<{ decimals: number | null; symbol: string | null }> {
  const latest = (data: string) => provider.request('eth_call', [{ to: token, data }, 'latest'])
  const [decimals, symbol] = await Promise.all([
    latest(DECIMALS).then(readDecimals, (error) => notThere(error)),
    latest(SYMBOL).then(readSymbol, () => null),
  ])
  return { decimals, symbol }
}

/** A call that reverts is an answer; a provider that is away is none. */
function notThere(error: unknown): null {
  if (isProviderFailure(error, 'reverted')) return null
  throw error
}

/** Pure: one word, small enough to write an amount with. */
export function readDecimals(answer: unknown): number | null {
  if (typeof answer !== 'string' || !/^0x[0-9a-f]{64}$/i.test(answer)) return null
  const decimals = hexToBigInt(answer as Hex)
  return decimals <= BigInt(MOST_DECIMALS) ? Number(decimals) : null
}

/** Pure: an ABI string, or bytes32 as old tokens have it; printable, 16 characters at most. Null for anything else. */
export function readSymbol(answer: unknown): string | null {
  if (typeof answer !== 'string' || !/^0x(?:[0-9a-f]{64})+$/i.test(answer) || answer.length > 4_098) return null
  const bytes = hexToBytes(answer as Hex)
  const text = new TextDecoder().decode(bytes.length < 64 ? bytes : bytesOfString(bytes)).replace(/\0+$/, '')
  return /^[\p{L}\p{N}\p{P}\p{S} ]{1,16}$/u.test(text) && text.trim() === text ? text : null
}

function bytesOfString(bytes: Uint8Array): Uint8Array {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint16(62)
  return bytes.subarray(64, 64 + length)
}
