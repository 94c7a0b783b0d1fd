import { addSeconds } from '@/lib/clock'
import { type BlockRef, fetchBlock } from './answers'
import { gather } from './gather'
import { isProviderFailure } from './provider-failure'
import { CALL_TIMEOUT_MS, type Provider } from './providers'
import { sharedNumbers } from './quorum'
import { quorumRead } from './quorum-read'

/** The newest block is at most this old by its own time (domain §2). */
export const MAX_BLOCK_AGE_SECONDS = 600
/** How far behind the newest a block counts as final where the `finalized` tag is not served (domain §4). */
export const CONFIRMATIONS = 12
/** What slower providers get once enough have answered; with no result, everyone gets their full time. */
const GRACE_MS = 200
/** How many blocks to walk back when the newest one's hash is not agreed yet. */
const WALK_BACK = 2
/** "Limit exceeded" (EIP-1474): the provider is busy, which says nothing of what it serves. */
const LIMIT_EXCEEDED = -32005

export type Pinned = {
  status: 'pinned'
  newest: BlockRef
  finalized: BlockRef
  /** Those that did not name another block at either place. */
  providers: Provider[]
}
export type Unpinned = { status: 'unclear'; reason: 'UNREACHABLE' | 'NO_QUORUM' | 'DISAGREEMENT' | 'STALE' }

export type PinBlocks = {
  providers: readonly Provider[]
  /** How many different hosts must know a block. */
  q: number
  /** One confirmation is final here: the local chain. */
  instantFinality: boolean
  now: Date
}

type Head = { latest: BlockRef; final: { number: number; block?: BlockRef } }
type Heads = { provider: Provider; value: Head }[]

/**
 * The two blocks a proof reads at (domain §2): the newest that `q` providers share and the q-th highest they call final,
 * both with the hash `q` of them agree on. A lying provider cannot move either beyond what another one knows.
 */
export async function pinBlocks(options: PinBlocks): Promise<Pinned | Unpinned> {
  const { providers, q } = options
  const read = (provider: Provider) => readHead(provider, options.instantFinality)

  const quick = await gather(providers, q, GRACE_MS, read)
  const pinned = await pinFrom(quick.answers, options)
  if (pinned.status === 'pinned' || quick.complete) return pinned

  const patient = await gather(providers, q, 2 * CALL_TIMEOUT_MS, read)
  return pinFrom(patient.answers, options)
}

async function pinFrom(heads: Heads, options: PinBlocks): Promise<Pinned | Unpinned> {
  const { q, now } = options
  if (heads.length === 0) return { status: 'unclear', reason: 'UNREACHABLE' }

  const [newest, finalized] = await Promise.all([
    agreeOnBlock(heads, q, ({ latest }) => latest),
    options.instantFinality ? undefined : agreeOnBlock(heads, q, ({ final }) => final),
  ])
  const last = finalized ?? newest
  if (newest.status === 'unclear' || last.status === 'unclear') {
    const disagreed = [newest, last].some((one) => one.status === 'unclear' && one.why === 'disagreed')
    return { status: 'unclear', reason: disagreed ? 'DISAGREEMENT' : 'NO_QUORUM' }
  }
  if (newest.value.time * 1000 < addSeconds(now, -MAX_BLOCK_AGE_SECONDS).getTime()) {
    return { status: 'unclear', reason: 'STALE' }
  }

  const dissenting = new Set([...newest.dissenting, ...last.dissenting])
  const willing = options.providers.filter((provider) => !dissenting.has(provider))
  return { status: 'pinned', newest: newest.value, finalized: last.value, providers: willing }
}

/** The block under the highest number that `q` hosts agree on. */
async function agreeOnBlock(heads: Heads, q: number, named: (head: Head) => { number: number }) {
  const numbers = heads.map(({ provider, value }) => ({ host: provider.host, number: named(value).number }))
  const [highest, ...lower] = candidateNumbers(numbers, q)
  if (highest === undefined) return { status: 'unclear', why: 'too few' } as const

  const first = await agreeAt(highest, heads, q, named)
  for (const number of first.status === 'agreed' ? [] : lower) {
    const agreed = await agreeAt(number, heads, q, named)
    if (agreed.status === 'agreed') return agreed
  }
  return first
}

/**
 * Where to look for a block that `q` hosts share, best first: the highest number `q` of them name; the two before it, in
 * case the newest is not settled among them; then the heads of those that lag, in case one of the fast ones lies. Pure.
 */
export function candidateNumbers(named: readonly { host: string; number: number }[], q: number): number[] {
  const shared = sharedNumbers(named).slice(q - 1)
  const [highest] = shared
  if (highest === undefined) return []

  const walk = Array.from({ length: WALK_BACK }, (_, step) => highest - step - 1)
  const candidates = [...shared, ...walk].filter((number) => number >= 0)
  return [...new Set(candidates)].sort((a, b) => b - a)
}

function agreeAt(number: number, heads: Heads, q: number, named: (head: Head) => { number: number }) {
  const voters = heads.filter(({ value }) => named(value).number >= number)
  const seen = new Map(voters.map(({ provider, value }) => [provider, blockSeen(value, number)]))
  return quorumRead({
    providers: voters.map(({ provider }) => provider),
    q,
    known: (provider) => seen.get(provider),
    read: (provider) => fetchBlock(provider, number),
    keyOf: ({ hash, time }) => `${hash} ${time}`,
    timeoutMs: CALL_TIMEOUT_MS,
  })
}

function blockSeen({ latest, final }: Head, number: number): BlockRef | undefined {
  return [latest, final.block].find((block) => block?.number === number)
}

/** The newest block a provider knows, and up to which number it calls them final. */
export async function readHead(provider: Provider, instantFinality: boolean): Promise<Head> {
  if (instantFinality) {
    const latest = await fetchBlock(provider, 'latest')
    return { latest, final: { number: latest.number, block: latest } }
  }

  const [latest, finalized] = await Promise.all([fetchBlock(provider, 'latest'), fetchFinalized(provider)])
  if (finalized) return { latest, final: { number: finalized.number, block: finalized } }
  return { latest, final: { number: Math.max(0, latest.number - CONFIRMATIONS) } }
}

/** null where the provider does not serve the tag. */
async function fetchFinalized(provider: Provider): Promise<BlockRef | null> {
  try {
    return await fetchBlock(provider, 'finalized')
  } catch (error) {
    const isBusy = isProviderFailure(error, 'rpc') && error.detail.rpcCode === LIMIT_EXCEEDED
    if (!isBusy && (isProviderFailure(error, 'rpc') || isProviderFailure(error, 'absent'))) return null
    throw error
  }
}
