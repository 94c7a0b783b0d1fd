import { encodeAbiParameters, encodeEventTopics } from 'viem'
import { describe, expect, it } from 'vitest'
import artifact from './abi/auditor-stake.json'
import { decodeStakeLog, STAKE_EVENTS } from './stake-log'

const member = `0x${'ab'.repeat(20)}` as const
const words = (...values: bigint[]) =>
  encodeAbiParameters(
    values.map(() => ({ type: 'uint256' as const })),
    values,
  )
const topicsOf = (eventName: 'Locked' | 'UnlockAsked' | 'Unlocked') =>
  encodeEventTopics({ abi: STAKE_EVENTS, eventName, args: { member } }) as `0x${string}`[]

describe('a log of AuditorStake', () => {
  it('has the events the contract was compiled with', () => {
    const compiled = artifact.abi.filter(({ type }) => type === 'event').map(({ name }) => name)
    expect(STAKE_EVENTS.map(({ name }) => name).sort()).toEqual(compiled.sort())
  })

  it.each([
    ['Locked', words(3n, 5n), { amount: '3', total: '5' }],
    ['UnlockAsked', words(2n ** 200n, 1_800_000_000n), { amount: String(2n ** 200n), freeAt: '1800000000' }],
    ['Unlocked', words(BigInt(member), 7n), { to: member, amount: '7' }],
  ] as const)('%s is read', (name, data, args) => {
    expect(decodeStakeLog(topicsOf(name), data)).toEqual({ name, deal: member, args })
  })

  it.each([
    ['no topic', [], words(1n, 2n)],
    ['another event', [`0x${'11'.repeat(32)}` as const], words(1n, 2n)],
    ['too few words', topicsOf('Locked'), words(1n)],
    ['no member', topicsOf('Locked').slice(0, 1), words(1n, 2n)],
    ['no data', topicsOf('Locked'), '0x' as const],
  ])('with %s says nothing', (_, topics, data) => {
    expect(decodeStakeLog(topics, data)).toBeNull()
  })
})
