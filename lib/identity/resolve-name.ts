import { getEnsAddress } from 'viem/actions'
import { mainnet } from 'viem/chains'
import { normalize } from 'viem/ens'
import { z } from 'zod'
import { chainProviders, type Provider } from '@/lib/chain/providers'
import { onchainClientOf } from '@/lib/chain/public-client'
import { AppError } from '@/lib/errors'

export const ResolveName = z.strictObject({ name: z.string().min(3).max(255) })

const MAINNET = 1
const RESOLVER = mainnet.contracts.ensUniversalResolver.address

/** Whether this desk has somebody to ask about ENS names. */
export function canResolveNames(): boolean {
  return chainProviders(MAINNET).length > 0
}

/**
 * The address an ENS name points to now, in the word of every provider that answers: they must all say the same.
 * Names kept off chain are not followed, since their owner would choose what the desk connects to. Throws E9010 without
 * a provider, E1001 for what is no name or points nowhere, E2004 when nobody answers or they disagree.
 */
export async function resolveName(_ctx: unknown, { name }: z.infer<typeof ResolveName>) {
  const providers = chainProviders(MAINNET)
  if (providers.length === 0) {
    throw new AppError(
      'E9010',
      'This desk has no connection to Ethereum, so it cannot look up names. Paste the address.',
    )
  }
  return { name, ...(await askAll(providers, toNormal(name))) }
}

export async function askAll(providers: readonly Provider[], normal: string) {
  const answers = await Promise.allSettled(providers.map((provider) => askOne(provider, normal)))
  const given = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
  const [first] = given
  if (first === undefined)
    throw new AppError('E2004', 'Nobody could be asked about this name just now. Try again, or paste the address.')
  if (given.some((answer) => answer !== first)) {
    throw new AppError('E2004', 'Those asked about this name do not agree on its address. Paste the address instead.')
  }
  if (first === 'elsewhere') {
    throw new AppError(
      'E1001',
      'This name is kept outside the chain, where this desk does not look. Paste the address.',
    )
  }
  if (first === null) throw new AppError('E1001', 'This name points to no address. Look for a typing error.')
  return { normal, address: first, providers_agreed: given.length }
}

async function askOne(provider: Provider, name: string): Promise<string | 'elsewhere' | null> {
  try {
    const client = onchainClientOf(MAINNET, provider)
    const address = await getEnsAddress(client, { name, universalResolverAddress: RESOLVER })
    return address?.toLowerCase() ?? null
  } catch (error) {
    if (saysElsewhere(error)) return 'elsewhere'
    throw error
  }
}

/** ERC-3668: the contract answers with addresses of web servers to ask. */
const OFFCHAIN_LOOKUP = '0x556f1830'

function saysElsewhere(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 8) return false
  const { data, cause, raw, signature } = error as Record<string, unknown>
  const begins = (value: unknown) => typeof value === 'string' && value.startsWith(OFFCHAIN_LOOKUP)
  return begins(data) || begins(raw) || begins(signature) || saysElsewhere(cause, depth + 1)
}

function toNormal(name: string): string {
  try {
    return normalize(name)
  } catch {
    throw new AppError('E1001', 'This is no name ENS allows. Look for a typing error or an unusual character.')
  }
}
