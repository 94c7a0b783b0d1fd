import { describe, expect, it } from 'vitest'
import vectors from '../../test/vectors/funds.json'
import { caip2, findNetwork, NETWORKS, networkOf } from './chains'
import { parseDid, pkhDid } from './did'
import { balanceCommitment, erc20Asset, nativeAsset } from './funds'
import type { Hex } from './hash'

describe('balanceCommitment', () => {
  it.each(vectors)('is the vector’s for $asset', ({ salt, balance, asset, block_hash, commitment }) => {
    const reading = { salt: salt as Hex, balance: BigInt(balance), asset, blockHash: block_hash as Hex }
    expect(balanceCommitment(reading)).toBe(commitment)
  })

  const reading = {
    salt: `0x${'11'.repeat(32)}`,
    balance: 1n,
    asset: 'eip155:1/slip44:60',
    blockHash: `0x${'22'.repeat(32)}`,
  } as const
  it.each([
    ['a short salt', { ...reading, salt: '0x11' as Hex }],
    ['a short block hash', { ...reading, blockHash: '0x22' as Hex }],
    ['a negative balance', { ...reading, balance: -1n }],
    ['a balance beyond 32 bytes', { ...reading, balance: 2n ** 256n }],
  ])('refuses %s', (_, wrong) => {
    expect(() => balanceCommitment(wrong)).toThrow()
  })
})

describe('networks', () => {
  it('are the nine of domain §2', () => {
    expect(NETWORKS.map(({ alias, chainId }) => `${alias} ${chainId}`)).toEqual([
      'eth-mainnet 1',
      'base-mainnet 8453',
      'polygon-mainnet 137',
      'arbitrum-one 42161',
      'optimism-mainnet 10',
      'bsc-mainnet 56',
      'sepolia 11155111',
      'base-sepolia 84532',
      'local 31337',
    ])
  })

  it('are found by alias, CAIP-2 and number', () => {
    for (const network of NETWORKS) {
      expect(findNetwork(network.alias)).toBe(network)
      expect(findNetwork(caip2(network.chainId))).toBe(network)
      expect(networkOf(network.chainId)).toBe(network)
    }
    expect(findNetwork('eip155:999')).toBeUndefined()
    expect(networkOf(999)).toBeUndefined()
  })

  it('have lower-case addresses', () => {
    const addresses = NETWORKS.flatMap(({ eas, schemaRegistry }) => [eas, schemaRegistry]).filter(
      (address) => address !== null,
    )
    for (const address of addresses) expect(address).toMatch(/^0x[0-9a-f]{40}$/)
    expect(addresses).toHaveLength(14)
  })

  it('name their assets', () => {
    expect(nativeAsset(1)).toBe('eip155:1/slip44:60')
    expect(nativeAsset(137)).toBe('eip155:137/slip44:966')
    expect(nativeAsset(56)).toBe('eip155:56/slip44:714')
    expect(nativeAsset(31337)).toBe('eip155:31337/slip44:60')
    expect(() => nativeAsset(999)).toThrow('not known')
    expect(erc20Asset(8453, '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913')).toBe(vectors[2]?.asset)
  })
})

describe('DIDs', () => {
  it('hold a chain and a lower-case address', () => {
    const did = pkhDid(1, '0x70997970C51812dc3A010C7d01b50e0d17dc79C8')
    expect(did).toBe('did:pkh:eip155:1:0x70997970c51812dc3a010c7d01b50e0d17dc79c8')
    expect(parseDid(did)).toEqual({ chainId: 1, address: '0x70997970c51812dc3a010c7d01b50e0d17dc79c8' })
  })

  it.each([
    'did:key:z6MkA',
    'did:pkh:eip155:0:0x70997970c51812dc3a010c7d01b50e0d17dc79c8',
    'did:pkh:eip155:1:0x7099',
    '',
  ])('are not %s', (did) => {
    expect(parseDid(did)).toBeNull()
  })
})
