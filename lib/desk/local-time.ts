import { fetchBlock } from '@/lib/chain/answers'
import type { Provider } from '@/lib/chain/providers'

/** The time of the local chain's newest block, in unix seconds. */
export async function localTime(provider: Provider): Promise<number> {
  return (await fetchBlock(provider, 'latest')).time
}

/** Mines a block of this time; the chain goes on from there at the pace of the world. */
export async function mineAt(provider: Provider, time: number): Promise<void> {
  await provider.request('evm_setTime', [time])
  await provider.request('evm_mine', [])
}

/** Puts the chain forward and mines a block, so that it says so at once. */
export async function mineLater(provider: Provider, seconds: number): Promise<void> {
  await provider.request('evm_increaseTime', [seconds])
  await provider.request('evm_mine', [])
}
