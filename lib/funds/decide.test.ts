import { describe, expect, it } from 'vitest'
import { decideFunds, type FundsRequirement, type Seen, shownThreshold, thresholdsOf } from './decide'

describe('PASSED needs both blocks, FAILED is below at either, ERROR could not tell', () => {
  it.each<[Seen, Seen, string]>([
    // newest, finalized, status; the threshold is 10
    [10n, 10n, 'PASSED'],
    [11n, 10n, 'PASSED'],
    [9n, 10n, 'FAILED'],
    [10n, 9n, 'FAILED'],
    [0n, 0n, 'FAILED'],
    [null, 10n, 'ERROR'],
    [10n, null, 'ERROR'],
    [null, null, 'ERROR'],
    [9n, null, 'FAILED'],
    [null, 9n, 'FAILED'],
  ])('%s and %s: %s', (newest, finalized, status) => {
    expect(decideFunds({ newest, finalized }, 10n)).toBe(status)
  })

  it('goes up to the last number there is', () => {
    const most = 2n ** 256n - 1n
    expect(decideFunds({ newest: most, finalized: most }, most)).toBe('PASSED')
    expect(decideFunds({ newest: most - 1n, finalized: most }, most)).toBe('FAILED')
  })
})

describe('requirements on the same wallet and asset add up', () => {
  const balance = (minBalance: bigint, more: Partial<FundsRequirement> = {}): FundsRequirement => ({
    index: 0,
    role: 'creator',
    network: 1,
    wallet: '0xa',
    kind: 'BALANCE',
    assetType: 'NATIVE',
    minBalance,
    ...more,
  })
  const token = { assetType: 'ERC20', tokenAddress: '0x1' } as const

  it.each<[string, FundsRequirement[], bigint[]]>([
    ['one alone', [balance(5n)], [5n]],
    ['two of the same', [balance(5n), balance(7n)], [12n, 12n]],
    ['another wallet', [balance(5n), balance(7n, { wallet: '0xb' })], [5n, 7n]],
    ['another network', [balance(5n), balance(7n, { network: 10 })], [5n, 7n]],
    ['coin and token', [balance(5n), balance(7n, token)], [5n, 7n]],
    ['two tokens', [balance(5n, token), balance(7n, { ...token, tokenAddress: '0x2' })], [5n, 7n]],
    ['both sides by one wallet', [balance(5n), balance(7n, { role: 'counterparty' })], [12n, 12n]],
    [
      'NATIVE is the default',
      [balance(5n), { index: 1, role: 'creator', network: 1, wallet: '0xa', kind: 'BALANCE', minBalance: 1n }],
      [6n, 6n],
    ],
    [
      'counts and ages never',
      [
        balance(5n, { kind: 'TX_COUNT', minTransactions: 3 }),
        balance(5n, { kind: 'TX_COUNT', minTransactions: 4 }),
        balance(5n, { kind: 'WALLET_AGE', minWalletAgeDays: 30 }),
      ],
      [3n, 4n, 1n],
    ],
  ])('%s', (_, requirements, expected) => {
    expect(thresholdsOf(requirements)).toEqual(expected)
  })

  it('shows an age in days', () => {
    expect(shownThreshold(balance(0n, { kind: 'WALLET_AGE', minWalletAgeDays: 30 }))).toBe(30n)
    expect(shownThreshold(balance(8n))).toBe(8n)
  })
})
