import { describe, expect, it } from 'vitest'
import { isActivity, isBlockDue, isSavingDue } from './chain-habits.mjs'

const NOW = 1_800_000_000_000
const ago = (ms: number) => NOW - ms
const JUST_NOW = ago(1_500)
const LONG_AGO = ago(3_600_000)

describe('isActivity', () => {
  it.each(['eth_sendRawTransaction', 'eth_sendTransaction', 'anvil_setBalance', 'evm_increaseTime'])(
    'is %s',
    (line) => {
      expect(isActivity(line)).toBe(true)
    },
  )
  it.each(['evm_mine', 'anvil_dumpState', 'eth_call', 'eth_blockNumber', '    Block Number: 7', ''])(
    'is not %s',
    (line) => {
      expect(isActivity(line)).toBe(false)
    },
  )
})

describe('isBlockDue', () => {
  it.each([
    ['in use, a second later', 1_000, JUST_NOW, true],
    ['in use, sooner', 999, JUST_NOW, false],
    ['unused, a second later', 1_000, LONG_AGO, false],
    ['unused, a quarter of a minute later', 15_000, LONG_AGO, true],
  ])('%s', (_, sinceBlock, lastActivityAt, due) => {
    expect(isBlockDue({ now: NOW, lastBlockAt: ago(sinceBlock), lastActivityAt })).toBe(due)
  })
})

describe('isSavingDue', () => {
  const due = (sinceSaved: number, sinceActivity: number, savingMs = 10) =>
    isSavingDue({ now: NOW, savedAt: ago(sinceSaved), lastActivityAt: ago(sinceActivity), savingMs })

  it('at once after a change', () => {
    expect(due(2_000, 500)).toBe(true)
  })
  it('again when the change came too late for the last saving to hold it for certain', () => {
    expect(due(400, 1_000)).toBe(true)
    expect(due(400, 2_000)).toBe(false)
  })
  it('every five seconds while in use, every minute while not', () => {
    expect(due(4_999, 60_000)).toBe(false)
    expect(due(5_000, 60_000)).toBe(true)
    expect(due(59_999, 3_600_000)).toBe(false)
    expect(due(60_000, 3_600_000)).toBe(true)
  })
  it('never for more than a twentieth of the time', () => {
    expect(due(19_999, 0, 1_000)).toBe(false)
    expect(due(20_000, 0, 1_000)).toBe(true)
  })
})
