import { atBlock, type BlockRef, toQuantity, toSafeNumber } from '@/lib/chain/answers'
import { blockAtTime } from '@/lib/chain/block-at-time'
import { isProviderFailure } from '@/lib/chain/provider-failure'
import type { Provider } from '@/lib/chain/providers'
import type { Hex } from '@/lib/proof/hash'
import type { FundsRequirement } from './decide'

/** What one provider says: an amount or a count, or that the address answers nothing a token would. */
export type Amount = bigint | 'not a token'

const BALANCE_OF = '0x70a08231'
const DAY_SECONDS = 86_400

/** What the requirement is about, at exactly this block, in one provider's words. Throws ProviderFailure. */
export function readAmount(provider: Provider, requirement: FundsRequirement, block: BlockRef): Promise<Amount> {
  const { kind, assetType, tokenAddress, wallet } = requirement
  if (kind === 'TX_COUNT') return readNonce(provider, wallet, block)
  if (kind === 'WALLET_AGE') return readNonceBefore(provider, wallet, block, requirement.minWalletAgeDays ?? 0)
  if (assetType !== 'ERC20') return readNative(provider, wallet, block)
  if (!tokenAddress) throw new Error('An ERC20 requirement names its token')
  return readToken(provider, wallet, tokenAddress, block)
}

async function readNative(provider: Provider, wallet: string, block: BlockRef): Promise<bigint> {
  return toQuantity(await provider.request('eth_getBalance', [wallet, atBlock(block)]))
}

async function readNonce(provider: Provider, wallet: string, block: { hash: Hex }): Promise<bigint> {
  return BigInt(toSafeNumber(await provider.request('eth_getTransactionCount', [wallet, atBlock(block)])))
}

/** The nonce at the last block at least `days` older than `block`; 0 on a chain younger than that. */
async function readNonceBefore(provider: Provider, wallet: string, block: BlockRef, days: number): Promise<bigint> {
  const then = await blockAtTime(provider, block, block.time - days * DAY_SECONDS)
  return then ? readNonce(provider, wallet, then) : 0n
}

/** `balanceOf`; only an answer of exactly 32 bytes is one. */
async function readToken(provider: Provider, wallet: string, token: string, block: BlockRef): Promise<Amount> {
  const data = `${BALANCE_OF}${wallet.slice(2).padStart(64, '0')}`
  try {
    const answer = await provider.request('eth_call', [{ to: token, data }, atBlock(block)])
    return typeof answer === 'string' && /^0x[0-9a-f]{64}$/i.test(answer) ? BigInt(answer) : 'not a token'
  } catch (error) {
    if (isProviderFailure(error, 'reverted')) return 'not a token'
    throw error
  }
}
