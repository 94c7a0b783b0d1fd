import { env } from '@/lib/env'
import type { Hex } from '@/lib/proof/hash'
import { LOCAL_CHAIN } from './networks'

/** A price feed of Chainlink's shape that a challenge may be decided by. */
export type Feed = { address: Hex; description: string; decimals: number }

/** Chainlink's own proxies, which stay where they are: [ETH / USD, BTC / USD], both with 8 decimals. */
const CHAINLINK: Record<number, readonly [Hex, Hex]> = {
  1: ['0x5f4ec3df9cbd43714fe2740f5e3616155c5b8419', '0xf4030086522a5beea4988f8ca5b36dbc97bee88c'],
  8453: ['0x71041dddad3595f9ced3dccfbe3d1f4b0a16bb70', '0x64c911996d3c6ac71f9b455b1e8e7266bcbd848f'],
  137: ['0xf9680d99d6c9589e2a93a78a04a279e509205945', '0xc907e116054ad103354f2d350fd2514433d57f6f'],
  42161: ['0x639fe6ab55c921f74e7fac1ee960c0b6293ba612', '0x6ce185860a4963106506c203335a2910413708e9'],
  10: ['0x13e3ee699d1909e989722e753853ae30b17e08c5', '0xd702dd976fb76fffc2d3963d037dfdae5b04e593'],
  56: ['0x9ef1b8c0e4f7dc8bf5719ea496883dc6401d5b2e', '0x264990fbd0a4796a3e3d8e37c4d5f87a3aca5ebf'],
  11155111: ['0x694aa1769357215de4fac081bf1f309adc325306', '0x1b44f3514812d835eb1bdb0acb33d3fa3351ee43'],
  84532: ['0x4adc67696ba383f43dd60a9e78f2c97fbbfc7cb1', '0x0fb99723aee6f420bead13e6bbb79b7e6f034298'],
}

/** The feeds listed for a chain (domain §4: oracles come from this list); on the local chain the test feed. */
export function feedsOf(chainId: number): Feed[] {
  if (chainId === LOCAL_CHAIN) {
    const { testFeed } = env().local
    return testFeed ? [{ address: testFeed as Hex, description: 'TEST / USD', decimals: 8 }] : []
  }
  const [ether, bitcoin] = CHAINLINK[chainId] ?? []
  if (!ether || !bitcoin) return []
  return [
    { address: ether, description: 'ETH / USD', decimals: 8 },
    { address: bitcoin, description: 'BTC / USD', decimals: 8 },
  ]
}

/** The listed feed at an address of a chain, or undefined for any other contract. */
export function findFeed(chainId: number, address: string): Feed | undefined {
  return feedsOf(chainId).find((feed) => feed.address === address.toLowerCase())
}
