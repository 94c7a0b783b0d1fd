import type { PublicClient } from 'viem'
import { publicClient } from '@/lib/chain/public-client'
import type { Hex } from '@/lib/proof/hash'
import { ZERO_ADDRESS } from './deal'
import { ERC20_ABI, ESCROW_ABI } from './escrow-abi'
import { type KeeperChain, keeperChain } from './keeper/keeper-chain'
import type { Unit } from './say-call'

/** What preparing a wallet's call asks of a chain beside what keeping asks. */
export type WalletChain = KeeperChain & {
  /** What a wallet has of a token, or of the coin, and lets the escrow take. */
  fundsOf(token: Hex, owner: Hex, escrow: Hex): Promise<{ balance: bigint; allowance: bigint }>
  creditOf(escrow: Hex, token: Hex, account: Hex): Promise<bigint>
  /** What a token calls itself. */
  unitOf(token: Hex): Promise<Unit>
}

/** The chain, through the first of its providers that answers. */
export function walletChain(chainId: number, client: PublicClient = publicClient(chainId)): WalletChain {
  return {
    ...keeperChain(chainId, client),
    fundsOf: async (token, owner, escrow) => {
      if (token === ZERO_ADDRESS) return { balance: await client.getBalance({ address: owner }), allowance: 0n }
      const contract = { address: token, abi: ERC20_ABI } as const
      const [balance, allowance] = await Promise.all([
        client.readContract({ ...contract, functionName: 'balanceOf', args: [owner] }),
        client.readContract({ ...contract, functionName: 'allowance', args: [owner, escrow] }),
      ])
      return { balance, allowance }
    },
    creditOf: (escrow, token, account) =>
      client.readContract({ address: escrow, abi: ESCROW_ABI, functionName: 'credited', args: [token, account] }),
    unitOf: async (token) => {
      if (token === ZERO_ADDRESS) return { symbol: client.chain?.nativeCurrency.symbol ?? 'ETH', decimals: 18 }
      return { symbol: `of the smallest unit of ${token}`, decimals: 0 }
    },
  }
}
