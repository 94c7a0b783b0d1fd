import { type AbiParameter, encodeAbiParameters, encodeEventTopics, type Hex, toEventSelector } from 'viem'
import { describe, expect, it } from 'vitest'
import { someDeal } from '@/lib/stake/deal.fixture'
import escrow from './abi/challenge-escrow.json'
import { decodeEscrowLog, ESCROW_EVENTS } from './escrow-log'

type Input = AbiParameter & { indexed?: boolean }
const events = ESCROW_EVENTS.filter((item) => item.type === 'event')
const inputsOf = (event: (typeof events)[number]) => event.inputs as readonly Input[]

const SAMPLES: Record<string, unknown> = {
  address: '0xabcdef0123456789abcdef0123456789abcdef01',
  bytes32: `0x${'c0ffee00'.repeat(8)}`,
  uint8: 2,
  uint32: 4_294_967_295,
  uint64: 18_446_744_073_709_551_615n,
  uint256: 2n ** 256n - 1n,
  tuple: someDeal(),
}
const asJson = (value: unknown) => (typeof value === 'number' ? value : String(value))

function encode(event: (typeof events)[number]): { topics: Hex[]; data: Hex } {
  const values = inputsOf(event).map((input) => SAMPLES[input.type])
  const named = Object.fromEntries(inputsOf(event).map((input, at) => [input.name, values[at]]))
  const plain = inputsOf(event).filter((input) => !input.indexed)
  return {
    topics: encodeEventTopics({ abi: [event], args: named } as never) as Hex[],
    data: encodeAbiParameters(plain, plain.map((input) => SAMPLES[input.type]) as never),
  }
}

describe('a log of the escrow', () => {
  it('is one of those its contract tells', () => {
    const declared = escrow.abi.filter(({ type, name }) => type === 'event' && !name?.startsWith('EIP712'))
    const selectors = (list: readonly unknown[]) => list.map((event) => toEventSelector(event as never)).sort()
    expect(selectors(events)).toEqual(selectors(declared))
  })

  it.each(events)('$name says what was put into it', (event) => {
    const { topics, data } = encode(event)
    const decoded = decodeEscrowLog(topics, data)
    const said = inputsOf(event).filter(({ name, type }) => name !== 'id' && type !== 'tuple')
    const expected = Object.fromEntries(said.map(({ name, type }) => [name, asJson(SAMPLES[type])]))

    expect(decoded?.name).toBe(event.name)
    expect(decoded?.deal).toBe(event.name === 'Paid' ? null : SAMPLES.bytes32)
    expect(decoded?.args).toEqual(event.name === 'Settled' ? { outcome: 'CREATOR_WIN', by: 'ORACLE' } : expected)
  })

  it('is none of another contract’s, cut short, or with a topic too many', () => {
    const credited = events.find(({ name }) => name === 'Credited') as (typeof events)[number]
    const { topics, data } = encode(credited)
    expect(decodeEscrowLog([], data)).toBeNull()
    expect(decodeEscrowLog([`0x${'11'.repeat(32)}`], data)).toBeNull()
    expect(decodeEscrowLog(topics, '0x')).toBeNull()
    expect(decodeEscrowLog(topics.slice(0, 3), data)).toBeNull()
    expect(decodeEscrowLog([...topics, `0x${'11'.repeat(32)}`], data)).toBeNull()
  })
})
