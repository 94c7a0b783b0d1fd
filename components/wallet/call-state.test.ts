import { describe, expect, it } from 'vitest'
import { afterNews, DROPPED_AFTER_MS, sayCall } from './call-state'
import { toSendTrouble } from './send-trouble'

const SENT = { hash: '0x01', nonce: null, sentAt: 1_000 } as const

describe('a transaction that was sent', () => {
  it('waits while the network knows it, and remembers its place', () => {
    expect(afterNews(SENT, { kind: 'waiting', nonce: 7 }, 2_000)).toEqual({ kind: 'sent', sent: { ...SENT, nonce: 7 } })
  })

  it('is in a block, or was refused there', () => {
    expect(afterNews(SENT, { kind: 'mined', blockNumber: 9, worked: true }, 2_000)).toMatchObject({ kind: 'mined' })
    expect(afterNews(SENT, { kind: 'mined', blockNumber: 9, worked: false }, 2_000)).toMatchObject({ kind: 'failed' })
  })

  it('was replaced when its place was taken', () => {
    expect(afterNews(SENT, { kind: 'replaced' }, 2_000)).toEqual({ kind: 'replaced', hash: '0x01' })
  })

  it('is not called dropped before every node could have heard of it', () => {
    expect(afterNews(SENT, { kind: 'unknown' }, 1_000 + DROPPED_AFTER_MS)).toEqual({ kind: 'sent', sent: SENT })
    expect(afterNews(SENT, { kind: 'unknown' }, 1_001 + DROPPED_AFTER_MS)).toEqual({ kind: 'dropped', hash: '0x01' })
  })

  it('says where it is, and nothing before it was asked for', () => {
    expect(sayCall({ kind: 'ready' })).toBe('')
    expect(sayCall({ kind: 'mined', hash: '0x01', blockNumber: 9 })).toContain('block 9')
  })
})

describe('a transaction that was not sent', () => {
  it.each([
    [{ code: 4001 }, 'declined', 'Nothing was sent'],
    [{ code: -32000, message: 'Insufficient funds for gas * price + value' }, 'unknown', 'does not hold'],
    [{ code: -32603, message: 'x', cause: { message: 'err: insufficient balance' } }, 'unknown', 'does not hold'],
    [{ code: -32603, message: 'boom' }, 'unknown', 'Look in the wallet'],
  ])('%j says so', (error, kind, says) => {
    const trouble = toSendTrouble(error, { wallet: 'Ember' })
    expect(trouble.kind).toBe(kind)
    expect(trouble.says).toContain(says)
  })
})
