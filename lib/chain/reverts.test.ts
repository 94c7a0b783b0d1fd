import { encodeErrorResult, type Hex, parseAbi } from 'viem'
import { describe, expect, it } from 'vitest'
import { ERRORS } from '@/lib/errors'
import auditorStake from './abi/auditor-stake.json'
import escrow from './abi/challenge-escrow.json'
import { describeRevert, REVERT_ERRORS, toAppError } from './reverts'

type Argument = { type: string }
const known = REVERT_ERRORS.map(({ name }) => name as string)
/** What the contracts can raise by libraries whose conditions they rule out themselves. */
const CANNOT_HAPPEN = /^(InvalidShortString|StringTooLong|EIP712|ECDSA)/

describe('refusals of a contract', () => {
  it.each([...escrow.abi, ...auditorStake.abi].filter(({ type }) => type === 'error'))('knows $name', (error) => {
    if (CANNOT_HAPPEN.test(error.name ?? '')) return
    expect(known).toContain(error.name)
    const ours = REVERT_ERRORS.find(({ name }) => name === error.name) as unknown as { inputs: Argument[] }
    expect(ours.inputs.map(({ type }) => type)).toEqual(error.inputs?.map(({ type }) => type))
  })

  it.each(REVERT_ERRORS)('says what to do about $name', (error) => {
    const args = error.inputs.map(({ type }) => sampleOf(type))
    const data = encodeErrorResult({ abi: [error] as const, errorName: error.name, args } as never)
    const { name, code, sentence } = describeRevert(data)
    expect(name).toBe(error.name)
    expect(ERRORS).toHaveProperty(code)
    expect(sentence).toMatch(/^\S.{15,}\.$/)
    expect(sentence).not.toMatch(/undefined|null|NaN|\[object/)
  })

  it.each([
    ['WrongState', [`0x${'00'.repeat(32)}`, 4], 'E5011', /has ended/],
    ['WrongState', [`0x${'00'.repeat(32)}`, 1], 'E5011', /the deal is open/],
    ['TooLate', [1_800_000_000n], 'E5013', /2027-01-15T08:00:00Z/],
    ['TooEarly', [120n], 'E5011', /block 120/],
    ['TooEarly', [1_800_000_000n], 'E5011', /from 2027-01-15T08:00:00Z on/],
    ['WrongValue', [1n, 2n], 'E5012', /exactly 2 .* not 1/],
    ['ERC20InsufficientAllowance', [`0x${'aa'.repeat(20)}`, 5n, 7n], 'E5012', /allow 7 first/],
  ])('%s with its values', (errorName, args, code, sentence) => {
    const data = encodeErrorResult({ abi: REVERT_ERRORS, errorName, args } as never)
    expect(toAppError(data)).toMatchObject({ code, message: expect.stringMatching(sentence) })
  })

  it.each([
    ['nothing', '0x', 'Unknown', 'E5011'],
    ['another contract’s error', '0x12345678', 'Unknown', 'E5011'],
    ['a token’s text', encodeErrorResult({ abi: parseAbi(['error Error(string)']), args: ['no'] }), 'Error', 'E5012'],
    ['a panic', encodeErrorResult({ abi: parseAbi(['error Panic(uint256)']), args: [17n] }), 'Panic', 'E5011'],
  ])('has an answer to %s', (_, data, name, code) => {
    expect(describeRevert(data as Hex)).toMatchObject({ name, code, sentence: expect.stringMatching(/\.$/) })
  })
})

function sampleOf(type: string): unknown {
  if (type === 'string') return 'CREATOR_WINS'
  if (type === 'address') return `0x${'ab'.repeat(20)}`
  if (type === 'bytes32') return `0x${'cd'.repeat(32)}`
  return type === 'uint8' || type === 'uint32' ? 3 : 1_800_000_000n
}
