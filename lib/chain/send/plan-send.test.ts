import { describe, expect, it } from 'vitest'
import { outbid, planSend, type SentTransaction, STUCK_SECONDS } from './plan-send'

const NOW = new Date('2026-11-20T12:00:00Z')
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000)
const sent = (nonce: number, subject: string, extra: Partial<SentTransaction> = {}): SentTransaction => ({
  id: `${subject}@${nonce}`,
  nonce,
  subject,
  live: true,
  maxFeePerGas: 100n,
  signedAt: ago(1),
  ...extra,
})
const plan = (nextNonce: number, ...transactions: SentTransaction[]) =>
  planSend({ subject: 'mine', nextNonce, sent: transactions, now: NOW })

describe('what to send for a subject', () => {
  it('is a first transaction at the chain’s next nonce', () => {
    expect(plan(7)).toEqual({ kind: 'sign', nonce: 7, outbid: null, drop: null })
  })

  it('goes behind what other subjects wait with', () => {
    expect(plan(7, sent(7, 'a'), sent(8, 'b'))).toEqual({ kind: 'sign', nonce: 9, outbid: null, drop: null })
  })

  it('takes the nonce of a transaction nobody needs any more, outbidding it in case it was sent', () => {
    const dead = sent(8, 'b', { live: false })
    expect(plan(7, sent(7, 'a'), dead, sent(9, 'c'))).toEqual({ kind: 'sign', nonce: 8, outbid: dead, drop: null })
  })

  it('repeats the stored bytes when the subject has a transaction that can be mined', () => {
    const own = sent(8, 'mine')
    expect(plan(7, sent(7, 'a'), own)).toEqual({ kind: 'repeat', transaction: own })
    expect(plan(8, own)).toEqual({ kind: 'repeat', transaction: own })
  })

  it('raises its own offer once it is stuck', () => {
    const own = sent(7, 'mine', { signedAt: ago(STUCK_SECONDS) })
    expect(plan(7, own)).toEqual({ kind: 'sign', nonce: 7, outbid: own, drop: null })
  })

  it('moves down into a gap that would hold it back for ever, as after a chain that lost blocks', () => {
    const own = sent(9, 'mine')
    expect(plan(6, sent(6, 'a'), own)).toEqual({ kind: 'sign', nonce: 7, outbid: null, drop: own })
    expect(plan(8, sent(8, 'a', { live: false }), own)).toMatchObject({ kind: 'sign', nonce: 8, drop: own })
  })

  it('never takes a nonce of another subject that is waiting', () => {
    for (let next = 0; next < 4; next++) {
      const others = [sent(1, 'a'), sent(3, 'b'), sent(4, 'c')].filter(({ nonce }) => nonce >= next)
      const chosen = plan(next, ...others)
      expect(chosen.kind === 'sign' && others.every(({ nonce }) => nonce !== chosen.nonce)).toBe(true)
    }
  })
})

describe('what to offer', () => {
  const market = { maxFeePerGas: 100n, maxPriorityFeePerGas: 10n }

  it('is the market’s price at first', () => expect(outbid(market, null)).toEqual(market))

  it('is a quarter more than before, or the market’s price when that is more', () => {
    expect(outbid(market, { maxFeePerGas: 200n, maxPriorityFeePerGas: 20n })).toEqual({
      maxFeePerGas: 251n,
      maxPriorityFeePerGas: 26n,
    })
    expect(outbid(market, { maxFeePerGas: 10n, maxPriorityFeePerGas: 1n })).toEqual(market)
  })

  it('raises both fees enough for a node to take the replacement', () => {
    for (const fee of [0n, 1n, 7n, 10n ** 9n, 123_456_789_012n]) {
      const raised = outbid(
        { maxFeePerGas: fee, maxPriorityFeePerGas: fee },
        { maxFeePerGas: fee, maxPriorityFeePerGas: fee },
      )
      if (!raised) continue
      expect(raised.maxFeePerGas * 10n).toBeGreaterThan(fee * 11n)
      expect(raised.maxPriorityFeePerGas * 10n).toBeGreaterThan(fee * 11n)
    }
  })

  it('stops far above the market', () => {
    expect(outbid(market, { maxFeePerGas: 700n, maxPriorityFeePerGas: 20n })).toBeNull()
  })
})
