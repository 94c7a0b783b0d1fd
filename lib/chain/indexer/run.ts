import type { Ctx } from '@/lib/context'
import type { Sql } from '@/lib/db/sql'
import type { ChainQuorum } from '../chain-quorum'
import { LOCAL_CHAIN } from '../networks'
import type { RangeSize } from './plan-range'
import type { Contract } from './store'

/** 'waiting': the providers cannot tell now. 'more': time was up. 'moved': the chain, or another worker, moved under it. */
export type Reading = 'caught up' | 'waiting' | 'more' | 'moved'

/** One contract's news being read. */
export type Run = {
  ctx: Pick<Ctx, 'pool' | 'now'>
  /** Outside of transactions. */
  sql: Sql
  contract: Contract
  quorum: ChainQuorum
  size: RangeSize
  /** By performance.now(). */
  until: number
}

/** One confirmation is final on the local chain, and its one provider is the chain. */
export function hasInstantFinality({ contract }: Run): boolean {
  return contract.chainId === LOCAL_CHAIN
}
