import { beforeEach, describe, expect, it } from 'vitest'
import { env } from '@/lib/env'
import { isAppError } from '@/lib/errors'
import { NETWORKS } from '@/lib/proof/chains'
import { unitEnvironment } from '@/test/unit-environment'
import { quorumOf } from './chain-quorum'
import { feedsOf, findFeed } from './feeds'
import { listNetworks } from './list-networks'
import { assetsOf, resolveNetwork, servedNetworks } from './networks'
import { NetworksAnswer } from './schemas'

const KEY = 'sEcReTkEy'

unitEnvironment({
  TEST_TOKEN_31337: `0x${'70'.repeat(20)}`,
  TEST_FEED_31337: `0x${'FE'.repeat(20)}`,
  ESCROW_31337: `0x${'Ec'.repeat(20)}`,
  AUDITOR_STAKE_31337: `0x${'a5'.repeat(20)}`,
  ESCROW_1: `0x${'01'.repeat(20)}`,
})

beforeEach(() => {
  const { rpcUrls } = env()
  rpcUrls.clear()
  rpcUrls.set(31337, ['http://127.0.0.1:8545'])
  rpcUrls.set(1, [`https://one.example/${KEY}`, `https://two.example/${KEY}`, `https://two.example/other/${KEY}`])
  rpcUrls.set(8453, [`https://one.example/${KEY}`])
  rpcUrls.set(999_999, ['https://unknown.example'])
})

describe('networks', () => {
  it('are those that Countersign knows and the environment has providers for', () => {
    expect(servedNetworks().map(({ chainId }) => chainId)).toEqual([1, 8453, 31337])
  })

  it.each([
    ['eth-mainnet', 1],
    ['eip155:1', 1],
    ['1', 1],
    [1, 1],
    ['local', 31337],
    ['base-mainnet', 8453],
  ])('%j is chain %j', (named, chainId) => {
    expect(resolveNetwork(named)).toBe(chainId)
  })

  it.each(['sepolia', 'eip155:137', 'solana', '', '0', '999999', 999_999, 'eip155:01', 'ETH-MAINNET'])(
    '%j: E2002',
    (named) => {
      try {
        resolveNetwork(named)
        expect.unreachable()
      } catch (error) {
        expect(isAppError(error, 'E2002')).toBe(true)
        expect((error as Error).message).not.toContain(KEY)
      }
    },
  )

  it('are listed without the URLs of their providers', () => {
    const answer = NetworksAnswer.parse(listNetworks())
    expect(JSON.stringify(answer)).not.toContain(KEY)
    expect(answer.data.map(({ chain_id, rpc_url }) => [chain_id, rpc_url])).toEqual([
      ['eip155:1', undefined],
      ['eip155:8453', undefined],
      ['eip155:31337', 'http://127.0.0.1:8545'],
    ])
  })

  it('list the test token on the local chain', () => {
    const local = listNetworks().data.find(({ chain_id }) => chain_id === 'eip155:31337')
    expect(local?.assets).toMatchObject([
      { asset_type: 'NATIVE', symbol: 'ETH', decimals: 18 },
      { asset_type: 'ERC20', token_address: `0x${'70'.repeat(20)}`, decimals: 6 },
    ])
  })

  it('say where bonds are held, where both contracts are known', () => {
    const bonds = listNetworks().data.map(({ chain_id, escrow, auditor_stake }) => [chain_id, escrow, auditor_stake])
    expect(bonds).toEqual([
      ['eip155:1', undefined, undefined],
      ['eip155:8453', undefined, undefined],
      ['eip155:31337', `0x${'ec'.repeat(20)}`, `0x${'a5'.repeat(20)}`],
    ])
  })

  it('cap bonds by asset, and those a committee decides about by what its votes have at stake', () => {
    const capsOf = (chainId: string) =>
      listNetworks()
        .data.find(({ chain_id }) => chain_id === chainId)
        ?.assets.map(({ symbol, max_bond, max_committee_bond }) => [symbol, max_bond, max_committee_bond])
    expect(capsOf('eip155:1')).toEqual([
      ['ETH', '50000000000000000000', '1000000000000000000'],
      ['USDC', '100000000000', '1000000000'],
      ['USDT', '100000000000', '1000000000'],
    ])
    expect(capsOf('eip155:31337')).toEqual([
      ['ETH', '50000000000000000000', null],
      ['tUSD', '100000000000', null],
    ])
  })

  it('list the feeds an oracle may be, on the local chain the test feed', () => {
    const feeds = Object.fromEntries(listNetworks().data.map(({ chain_id, feeds }) => [chain_id, feeds]))
    expect(feeds['eip155:1']?.map(({ description }) => description)).toEqual(['ETH / USD', 'BTC / USD'])
    expect(feeds['eip155:31337']).toEqual([{ address: `0x${'fe'.repeat(20)}`, description: 'TEST / USD', decimals: 8 }])
  })

  it('each have feeds of their own, lower-case, but for the local chain', () => {
    const addresses = NETWORKS.filter(({ local }) => !local).flatMap(({ chainId }) =>
      feedsOf(chainId).map(({ address }) => address),
    )
    expect(addresses).toHaveLength(16)
    expect(new Set(addresses).size).toBe(16)
    for (const address of addresses) expect(address).toMatch(/^0x[0-9a-f]{40}$/)
    expect(findFeed(1, '0x5f4eC3Df9cbd43714FE2740f5E3616155c5b8419')?.description).toBe('ETH / USD')
    expect(findFeed(10, '0x5f4eC3Df9cbd43714FE2740f5E3616155c5b8419')).toBeUndefined()
  })

  it('all have a coin first, and only lower-case token addresses', () => {
    for (const network of NETWORKS) {
      const [coin, ...tokens] = assetsOf(network)
      expect(coin?.assetType).toBe('NATIVE')
      for (const token of tokens) expect(token.tokenAddress).toMatch(/^0x[0-9a-f]{40}$/)
    }
  })
})

describe('how many must agree', () => {
  it('two hosts, and several URLs of one host are one', () => {
    expect(quorumOf(1)).toMatchObject({ q: 2, hosts: 2 })
  })

  it('one alone on the local chain', () => {
    expect(quorumOf(31337)).toMatchObject({ q: 1, hosts: 1 })
    env().rpcUrls.set(31337, ['http://127.0.0.1:1', 'http://127.0.0.1:2'])
    expect(quorumOf(31337)).toMatchObject({ q: 2, hosts: 2 })
  })

  it('one alone elsewhere only when the desk says so', () => {
    expect(quorumOf(8453)).toMatchObject({ q: 2, hosts: 1 })
    env().FUNDS_ALLOW_SINGLE = true
    expect(quorumOf(8453)).toMatchObject({ q: 1, hosts: 1 })
    env().FUNDS_ALLOW_SINGLE = false
  })

  it('nobody to ask', () => {
    expect(quorumOf(137)).toMatchObject({ q: 2, hosts: 0 })
  })
})
