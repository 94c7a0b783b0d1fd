import { describe, expect, it } from 'vitest'
import type { Provider } from '../providers'
import { marketFees, middleFees } from './market-fees'

const GWEI = 10n ** 9n

/** A provider that says what the last block cost and what tip it would give. */
function provider(host: string, baseFee: bigint, tip: bigint): Provider {
  const hex = (value: bigint) => `0x${value.toString(16)}`
  const block = { number: '0x10', timestamp: '0x10', baseFeePerGas: hex(baseFee), transactions: [] }
  const request = async (method: string) => (method === 'eth_getBlockByNumber' ? block : hex(tip))
  return { label: host, host, request } as Provider
}
const failing = { label: 'c', host: 'c', request: () => Promise.reject(new Error('away')) } as unknown as Provider

describe('what is offered for gas', () => {
  it('is not what one lying provider says, wherever it stands', async () => {
    const [honest, liar] = [provider('a', 10n * GWEI, GWEI), provider('b', 10_000n * GWEI, 9_000n * GWEI)]
    const market = await marketFees(1, [honest])
    expect(market).toEqual({ maxFeePerGas: 13n * GWEI, maxPriorityFeePerGas: GWEI })
    for (const asked of [
      [honest, liar],
      [liar, honest],
      [liar, honest, failing],
    ]) {
      expect(await marketFees(1, asked)).toEqual(market)
    }
  })

  it('is nothing when nobody says a price', async () => {
    await expect(marketFees(1, [failing])).rejects.toThrow('gas')
  })

  it.each([
    ['5', '5'],
    ['5 9', '5'],
    ['9 1 5', '5'],
    ['9 1 5 7', '5'],
  ])('of %s is %s, and never more tip than price', (prices, price) => {
    const said = prices.split(' ').map((one) => ({ maxFeePerGas: BigInt(one), maxPriorityFeePerGas: BigInt(one) * 2n }))
    expect(middleFees(said)).toEqual({ maxFeePerGas: BigInt(price), maxPriorityFeePerGas: BigInt(price) })
  })
})
