import type pg from 'pg'
import { privateKeyToAccount } from 'viem/accounts'
import { publicClient } from '@/lib/chain/public-client'
import { sqlOver } from '@/lib/db/sql'
import type { Env } from '@/lib/env'
import { caip2 } from '@/lib/proof/chains'
import type { Sample } from './desk-metrics'
import { readCursors } from './desk-store'

/** Below this an account that sends for the desk is soon unable to: 0.01 of the chain's coin, in its smallest unit. */
const SUBMITTER_FLOOR = 10n ** 16n

/**
 * How far each chain's news have been read, and whether its submitter has enough left to send. A balance is compared here
 * and told nowhere. A chain no provider of which answers has no sample.
 */
export async function readChains(pool: pg.Pool, env: Pick<Env, 'submitterKeys' | 'ANCHOR_CHAIN'>): Promise<Sample[]> {
  const cursors = await readCursors(sqlOver(pool))
  const chains = new Set([env.ANCHOR_CHAIN, ...env.submitterKeys.keys(), ...cursors.map(({ chainId }) => chainId)])
  const samples = await Promise.all(
    [...chains].map(async (chainId) => {
      const cursor = cursors.find((each) => each.chainId === chainId)
      return [
        ...(await readHead(chainId, cursor?.block)),
        ...(await readSubmitter(chainId, env.submitterKeys.get(chainId))),
      ]
    }),
  )
  return samples.flat()
}

async function readHead(chainId: number, read: number | undefined): Promise<Sample[]> {
  const labels = { chain: caip2(chainId) }
  // viem keeps block numbers for some seconds unless told otherwise.
  const head = await publicClient(chainId)
    .getBlockNumber({ cacheTime: 0 })
    .catch(() => null)
  if (head === null) return []
  const behind = read === undefined ? [] : [Math.max(0, Number(head) - read)]
  return [
    { name: 'countersign_chain_head_block', labels, value: Number(head) },
    ...behind.map((value) => ({ name: 'countersign_chain_lag_blocks', labels, value })),
  ]
}

async function readSubmitter(chainId: number, key: `0x${string}` | undefined): Promise<Sample[]> {
  if (!key) return []
  const { address } = privateKeyToAccount(key)
  const balance = await publicClient(chainId)
    .getBalance({ address })
    .catch(() => null)
  if (balance === null) return []
  return [
    { name: 'countersign_submitter_low', labels: { chain: caip2(chainId) }, value: balance < SUBMITTER_FLOOR ? 1 : 0 },
  ]
}
