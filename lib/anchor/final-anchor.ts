import type { Anchor } from '@/lib/proof/bundle'
import type { Inclusion } from './prove-leaf'

type FinalAnchor = Extract<Anchor, { state: 'FINAL' }>

/** Pure: where and when the root of a batch was timestamped, as bundles name it; null while no block is known. */
export function finalAnchorOf({
  chainId,
  eas,
  root,
  txHash,
  blockNumber,
  blockTime,
}: Inclusion['batch']): FinalAnchor | null {
  if (txHash === null || blockNumber === null || blockTime === null) return null
  return {
    state: 'FINAL',
    chain_id: chainId,
    eas,
    root,
    tx_hash: txHash,
    block_number: blockNumber,
    block_time: blockTime.toISOString(),
  }
}
