import type { Sql } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'
import { fetchBlock } from './answers'
import { type ChainQuorum, quorumOf } from './chain-quorum'
import { CALL_TIMEOUT_MS } from './providers'
import { quorumRead } from './quorum-read'

/**
 * Ties this database to the chain it first saw under `chainId` (domain §4). 'unknown' when the providers cannot tell
 * now, so that a desk starts while they are down. Throws an Error that says so plainly when the chain is another one:
 * deposits, blocks and proofs recorded here would point into nothing.
 */
export async function assertSameGenesis(
  sql: Sql,
  chainId: number,
  quorum: ChainQuorum = quorumOf(chainId),
): Promise<'same' | 'unknown'> {
  const seen = await readGenesis(quorum)
  if (!seen) return 'unknown'

  await sql.$executeRaw`
    INSERT INTO chains (chain_id, genesis_hash) VALUES (${chainId}::int, ${seen}) ON CONFLICT (chain_id) DO NOTHING`
  const [row] = await sql.$queryRaw<{ genesis_hash: string }[]>`
    SELECT genesis_hash FROM chains WHERE chain_id = ${chainId}::int`
  if (row?.genesis_hash === seen) return 'same'

  throw new Error(
    `Chain ${chainId} is not the chain this database belongs to: its first block is ${seen}, but ${row?.genesis_hash} was recorded. ` +
      'Point RPC to the chain used before, or start with an empty data folder.',
  )
}

async function readGenesis({ providers, q }: ChainQuorum): Promise<Hex | null> {
  const first = await quorumRead({
    providers,
    q,
    read: (provider) => fetchBlock(provider, 0),
    keyOf: ({ hash }) => hash,
    timeoutMs: CALL_TIMEOUT_MS,
  })
  return first.status === 'agreed' ? first.value.hash : null
}
