import { describe, expect, it } from 'vitest'
import { afterLook, afterMined, atRest, callOf, hasBegun, isQuiet, newPlan, QUIET_MS } from './sends-store'

const says = 'Make one attestation'
const CALL = { to: '0x01', data: '0x02', value: '0', chain_id: 'eip155:31337', says, indexes: [0] }
const AT = 1_000_000
const fresh = newPlan({ calls: [CALL], sent: 0 }, 3, AT)

describe('what a wallet sends for a workflow', () => {
  it('may be asked for again while nothing was sent', () => {
    expect(isQuiet(fresh, AT)).toBe(true)
    expect(isQuiet(afterLook(fresh, 3, AT), AT)).toBe(true)
  })

  it('is not asked for again before the desk had time to find what was sent', () => {
    const sent = afterMined(fresh, AT)
    expect(sent.done).toBe(1)
    expect([AT, AT + QUIET_MS - 1, AT + QUIET_MS].map((readAt) => isQuiet(sent, readAt))).toEqual([false, false, true])
  })

  it('is not asked for again either when another browser has sent it', () => {
    const left = newPlan({ calls: [], sent: 3 }, 3, AT)
    expect([AT, AT + QUIET_MS].map((readAt) => isQuiet(left, readAt))).toEqual([false, true])
  })

  it('begins to wait anew whenever the desk has found some of it', () => {
    const found = afterLook(afterMined(fresh, AT), 2, AT + QUIET_MS - 1)
    expect(isQuiet(found, AT + QUIET_MS)).toBe(false)
    expect(isQuiet(afterLook(found, 2, AT + QUIET_MS), AT + 2 * QUIET_MS)).toBe(true)
  })

  it('at rest keeps nothing of what was sent but that it was', () => {
    const rest = atRest(afterMined(fresh, AT), AT + 5)
    expect(rest).toEqual({ calls: [], done: 0, waits: 3, quietSince: AT + 5 })
    expect(isQuiet(rest, AT + 6)).toBe(false)
  })

  it('counts as begun once something is in a block, or under way', () => {
    const underWay = `countersign.sent.0xabc.${callOf('b-1', 0)}`
    expect(hasBegun('b-1', fresh, ['countersign.sends.b-1', 'countersign.sent.0xabc.attest.b-2.0'])).toBe(false)
    expect(hasBegun('b-1', fresh, ['countersign.sends.b-1', underWay])).toBe(true)
    expect(hasBegun('b-1', afterMined(fresh, AT), [])).toBe(true)
  })
})
