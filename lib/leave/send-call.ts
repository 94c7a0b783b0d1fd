import { describeRevert } from '../chain/reverts'
import type { Hex } from '../proof/hash'
import type { Call } from '../stake/calls'
import type { Ask } from './read-deal'

const WAIT_MS = 1_000
const MAX_WAITS = 300

/** Asks the chain whether it would take a call from `from`. Throws an Error with the escrow's reason in plain words. */
export async function tryCall(ask: Ask, from: Hex, { to, data, value }: Call): Promise<void> {
  try {
    await ask('eth_call', [{ from, to, data, value: `0x${value.toString(16)}` }, 'latest'])
  } catch (error) {
    throw new Error(refusalOf(error), { cause: error })
  }
}

/** Waits until a transaction is in a block. Throws an Error when it was refused there, or never came. */
export async function waitForReceipt(ask: Ask, hash: Hex): Promise<void> {
  for (let waits = 0; waits < MAX_WAITS; waits++) {
    const receipt = (await ask('eth_getTransactionReceipt', [hash])) as { status?: Hex } | null
    if (receipt?.status === '0x1') return
    if (receipt) throw new Error(`The chain refused it in the block it came into: transaction ${hash}.`)
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS))
  }
  throw new Error(`It is in no block yet: look again later for transaction ${hash}.`)
}

/** Why a node or a wallet refused, in plain words. */
export function refusalOf(error: unknown): string {
  const data = revertDataOf(error)
  if (data) return describeRevert(data).sentence
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  if (code === 4001) return 'You refused it in your wallet. Nothing was sent.'
  return typeof message === 'string' ? message : 'It did not work, and nobody says why.'
}

/** Nodes put it in different places. */
function revertDataOf(error: unknown): Hex | null {
  for (let at = error, depth = 0; typeof at === 'object' && at !== null && depth < 5; depth++) {
    const { data, cause } = at as { data?: unknown; cause?: unknown }
    if (typeof data === 'string' && /^0x(?:[0-9a-f]{2}){4,}$/i.test(data)) return data as Hex
    at = typeof data === 'object' && data !== null ? data : cause
  }
  return null
}
