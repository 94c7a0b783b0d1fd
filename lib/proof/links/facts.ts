import type { Bundle } from '../bundle'
import type { ChainReader } from '../chain-reader'
import type { Account } from '../did'
import type { Hex } from '../hash'
import type { ChallengeReceipt } from '../receipt'
import type { Recover } from '../signature'

/** What the checks may ask beyond the bundle: the key behind a signature, and the chains somebody gave a node for. */
export type Means = { recover: Recover; chains: readonly ChainReader[] }

/** A challenge's bundle, with what every check needs already looked up. */
export type Facts = {
  bundle: Bundle
  receipt: ChallengeReceipt
  receiptId: Hex
  /** The wallets the receipt names, by role. */
  accounts: ReadonlyMap<string, Account>
  /** The id that follows from the bundle's deal; null without bonds. */
  dealId: Hex | null
  means: Means
}

export function readerFor(means: Means, chainId: number): ChainReader | undefined {
  return means.chains.find((reader) => reader.chainId === chainId)
}
