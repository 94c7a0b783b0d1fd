import { describe, expect, it } from 'vitest'
import { checkDeskKeys, deskKeyText } from './desk-keys'
import type { Hex } from './hash'
import { ACCOUNTS, addressOf } from './sign.fixture'

const SINCE = ['2026-01-01T00:00:00.000Z', '2026-06-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z'] as const

/** Three keys: creator's hands over to counterparty's, and that to the desk's. */
async function threeKeys() {
  const handOver = async (from: 'creator' | 'counterparty', to: 'counterparty' | 'desk', since: string) => ({
    address: addressOf(to),
    since,
    signed_by: addressOf(from),
    signature: (await ACCOUNTS[from].signMessage({ message: deskKeyText(addressOf(to), since) })) as Hex,
  })
  const first = { address: addressOf('creator'), since: SINCE[0], signed_by: null, signature: null }
  const second = await handOver('creator', 'counterparty', SINCE[1])
  const third = await handOver('counterparty', 'desk', SINCE[2])
  return { first, second, third }
}

const document = (...keys: object[]) => ({ v: 'countersign.keys/1', keys })

describe('checkDeskKeys', () => {
  it('answers every key of a chain, oldest first', async () => {
    const { first, second, third } = await threeKeys()
    const addresses = [addressOf('creator'), addressOf('counterparty'), addressOf('desk')]
    expect(await checkDeskKeys(document(first, second, third))).toEqual(addresses)
    expect(await checkDeskKeys(document(first))).toEqual(addresses.slice(0, 1))
  })

  it('signs a text a person can read', () => {
    expect(deskKeyText('0xabc', SINCE[0])).toBe('Countersign desk key 0xabc since 2026-01-01T00:00:00.000Z')
  })

  it('refuses a chain with a break in it', async () => {
    const { first, second, third } = await threeKeys()
    const wrong = [
      document(second),
      document(first, third),
      document(first, { ...second, address: addressOf('stranger') }),
      document(first, { ...second, since: SINCE[2] }),
      document(first, { ...second, since: SINCE[0] }),
      document(first, { ...second, signed_by: null, signature: null }),
      document(first, { ...second, signed_by: addressOf('desk') }),
      document(first, { ...second, signature: third.signature }),
      document({ ...first, address: addressOf('stranger') }, second),
      document(),
      { v: 'countersign.keys/2', keys: [first] },
      null,
    ]
    for (const keys of wrong) await expect(checkDeskKeys(keys)).rejects.toThrow(/desk/)
  })
})
