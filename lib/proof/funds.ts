import { numberToBytes } from 'viem'
import { caip2, networkOf } from './chains'
import { bytesOf, type Hex, sha256Hex } from './hash'

/**
 * What a funds proof keeps instead of the balance (domain §2): whoever holds the salt can open it, nobody else can read it.
 * `salt` and `blockHash` are 32 bytes, `balance` in the asset's smallest unit, `asset` CAIP-19.
 */
export function balanceCommitment(reading: { salt: Hex; balance: bigint; asset: string; blockHash: Hex }): Hex {
  const { salt, balance, asset, blockHash } = reading
  return sha256Hex(
    'countersign.balance/1',
    bytes32(salt),
    numberToBytes(balance, { size: 32 }),
    asset,
    bytes32(blockHash),
  )
}

/** CAIP-19 of the coin that pays for gas on a chain. Throws for a chain Countersign does not know. */
export function nativeAsset(chainId: number): string {
  const network = networkOf(chainId)
  if (!network) throw new Error(`Chain ${chainId} is not known`)
  return `${caip2(chainId)}/slip44:${network.coinType}`
}

/** CAIP-19 of an ERC-20; the token's address is lower-cased. */
export function erc20Asset(chainId: number, token: string): string {
  return `${caip2(chainId)}/erc20:${token.toLowerCase()}`
}

function bytes32(hex: Hex): Uint8Array {
  const bytes = bytesOf(hex)
  if (bytes.length !== 32) throw new Error('Not 32 bytes')
  return bytes
}
