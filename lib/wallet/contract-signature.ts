import { atBlock, type BlockRef } from '@/lib/chain/answers'
import { pinBlocks } from '@/lib/chain/pinned-blocks'
import { isProviderFailure, ProviderFailure } from '@/lib/chain/provider-failure'
import { CALL_TIMEOUT_MS, chainProviders, type Provider } from '@/lib/chain/providers'
import { countHosts } from '@/lib/chain/quorum'
import { quorumRead, within } from '@/lib/chain/quorum-read'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { networkOf } from '@/lib/proof/chains'
import { buildProbe, type ProbeQuestion, type ProbeVerdict, readProbe } from './signature-probe'

/** The whole question, from finding a block to the verdict (domain §1). */
const ANSWER_WITHIN_MS = 5_000
/** How many providers on different hosts must say the same (domain §2). */
const QUORUM = 2

export type ContractAnswer = { verdict: ProbeVerdict; block: BlockRef }

/**
 * What the wallet's contract says of a signature (ERC-1271, ERC-6492) on `chainId`, at the newest block the providers
 * share, by its hash, so that all answer about one state. An answer stands when two providers on different hosts give
 * it. Throws E2004 within 5 s when none stands, E1008 for a broken ERC-6492 wrapper.
 */
export async function readContractSignature(
  chainId: number,
  question: ProbeQuestion,
  now: Date,
): Promise<ContractAnswer> {
  const probe = buildProbe(question)
  const { providers, q } = requireProviders(chainId)
  try {
    return await within(ANSWER_WITHIN_MS, () => ask(providers, q, probe, now))
  } catch (error) {
    if (isProviderFailure(error)) throw unreachable(error)
    throw error
  }
}

/** Whether a contract stands at `address` now; null when the providers do not say so within `timeoutMs`. */
export async function findCode(chainId: number, address: string, timeoutMs: number): Promise<boolean | null> {
  const { providers, q } = quorumOf(chainId)
  if (providers.length === 0) return null

  const result = await quorumRead({
    providers,
    q,
    read: async (provider) => toHasCode(await provider.request('eth_getCode', [address, 'latest'])),
    keyOf: String,
    timeoutMs,
  })
  return result.status === 'agreed' ? result.value : null
}

/** Whether anything can be asked about contracts on this chain at all. */
export function isServed(chainId: number): boolean {
  return chainProviders(chainId).length > 0
}

async function ask(providers: Provider[], q: number, probe: object, now: Date): Promise<ContractAnswer> {
  // One block is enough here, the newest; only proofs of funds need a finalized one too.
  const pinned = await pinBlocks({ providers, q, instantFinality: true, now })
  if (pinned.status === 'unclear') throw new ProviderFailure('absent')

  const result = await quorumRead({
    providers: pinned.providers,
    q,
    read: async (provider) => toVerdict(await provider.request('eth_call', [probe, atBlock(pinned.newest)])),
    keyOf: String,
    timeoutMs: CALL_TIMEOUT_MS,
  })
  if (result.status === 'unclear') throw new ProviderFailure('bad-answer')
  return { verdict: result.value, block: pinned.newest }
}

function toVerdict(answer: unknown): ProbeVerdict {
  const verdict = typeof answer === 'string' ? readProbe(answer) : null
  if (verdict === null) throw new ProviderFailure('bad-answer')
  return verdict
}

function toHasCode(answer: unknown): boolean {
  if (typeof answer !== 'string' || !/^0x(?:[0-9a-f]{2})*$/i.test(answer)) throw new ProviderFailure('bad-answer')
  return answer !== '0x'
}

/** One provider alone is believed only on the local chain, or where the operator says so. */
function quorumOf(chainId: number): { providers: Provider[]; q: number } {
  const providers = chainProviders(chainId)
  const aloneAllowed = networkOf(chainId)?.local === true || env().FUNDS_ALLOW_SINGLE
  return { providers, q: aloneAllowed && countHosts(providers) < QUORUM ? 1 : QUORUM }
}

function requireProviders(chainId: number): { providers: Provider[]; q: number } {
  const found = quorumOf(chainId)
  if (countHosts(found.providers) < found.q) throw unreachable()
  return found
}

function unreachable(cause?: unknown): AppError {
  return new AppError(
    'E2004',
    'The chain cannot be asked about this wallet right now. Nothing is used up: try again in a moment.',
    { cause },
  )
}
