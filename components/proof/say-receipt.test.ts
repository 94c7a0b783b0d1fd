import { describe, expect, it } from 'vitest'
import type { Batch } from '@/lib/anchor/batch'
import { makeBundle, type Recipe } from '@/lib/proof/make-bundle.fixture'
import type { ChallengeReceipt } from '@/lib/proof/receipt'
import { headReceipt, sayAnchor, sayBatch, sayDecided, sayReceipt, saySigned } from './say-receipt'

const NOT_PROVEN = 'The file proves that; it does not prove what was handed over.'

async function bundleOf(over: Partial<ChallengeReceipt> = {}, recipe: Recipe = {}) {
  const { bundle } = await makeBundle(recipe)
  return { ...bundle, receipt: { ...(bundle.receipt as ChallengeReceipt), ...over } }
}
const at = (day: string) => ({ issued_at: `2026-12-${day}T10:00:00.000Z` })
const logged = (action: string, day: string) => [
  { sequence: 1, at: `2026-12-${day}T09:00:00.000Z`, actor: 'desk', action, before: null, after: 'DRAFT', data: {} },
]
const CLOCK = { kind: 'clock', k: 0, m: 0 } as const

describe('a receipt in words', () => {
  it('says who signed what on which day', async () => {
    const bundle = await bundleOf(at('02'))
    expect(headReceipt(bundle.receipt)).toBe('Both say it was fulfilled.')
    expect(sayReceipt({ ...bundle, log: logged('accept', '01') })).toBe(
      `On 1 December 2026 two wallets had signed the same terms. On 2 December 2026 both had signed that they were kept. ${NOT_PROVEN}`,
    )
    expect(sayReceipt({ ...bundle, log: logged('accept', '02') })).toBe(
      `On 2 December 2026 two wallets had signed the same terms, and both had signed that they were kept. ${NOT_PROVEN}`,
    )
  })

  it('says that the clock ended it, and nobody’s signature', async () => {
    const { receipt } = await bundleOf({ ...at('31'), outcome: 'NO_CONTEST', quorum: CLOCK, signature_hashes: [] })
    expect(headReceipt(receipt)).toBe('It ended without a contest.')
    expect(sayReceipt({ receipt, log: logged('accept', '01') })).toContain('On 31 December 2026 its time was over')
    expect(sayReceipt({ receipt, log: logged('accept', '01') })).not.toContain('both had signed that')
    expect(sayDecided(receipt)).toContain('the clock')
  })

  it('speaks of one wallet when there was one', async () => {
    const { receipt } = await bundleOf({ ...at('02'), mode: 'SOLO' })
    expect(headReceipt(receipt)).toBe('It is on record.')
    expect(sayReceipt({ receipt, log: logged('confirm', '02') })).toBe(
      `On 2 December 2026 one wallet signed a statement of its own. ${NOT_PROVEN}`,
    )
    expect(sayDecided(receipt)).toBe('its one party’s signature')
  })

  it('says who signed the outcome and whose funds were there', async () => {
    const bundle = await bundleOf()
    const [proof] = bundle.funds
    expect(proof).toMatchObject({ phase: 'lock', status: 'PASSED' })
    if (!proof) return
    const other = proof.role === 'creator' ? 'counterparty' : 'creator'
    expect(saySigned(bundle, proof.role)).toBe('signed the terms and the outcome; held the funds asked for')
    expect(saySigned(bundle, other)).toBe('signed the terms and the outcome')
    expect(saySigned({ ...bundle, settlement: [] }, other)).toBe('signed the terms')
    const gone = { ...bundle, funds: [proof, { ...proof, phase: 'end' as const, status: 'FAILED' as const }] }
    expect(saySigned(gone, proof.role)).toMatch(/held the funds asked for; no longer held them at the end$/)
  })
})

describe('an anchor in words', () => {
  const batch: Batch = {
    id: 'x',
    state: 'FINAL',
    root: '0x',
    size: 213,
    chainId: 8453,
    eas: '0x',
    txHash: '0x',
    blockNumber: 21_911_402,
    blockHash: '0x',
    blockTime: new Date('2026-12-02T10:31:00Z'),
    createdAt: new Date(),
  }

  it('names the block, its time and its company', () => {
    expect(sayBatch(batch)).toEqual({
      look: 'ok',
      word: 'anchored',
      says: 'in block 21911402 of Base, 2 December 2026, 10:31 UTC by its clock, with 212 others in one root',
    })
    expect(sayBatch({ ...batch, size: 1 }).says).toMatch(/alone under its root$/)
    expect(sayBatch({ ...batch, size: 2 }).says).toMatch(/with one other in one root$/)
  })

  it('is not yet there until it is final', () => {
    const states = [null, ...(['OPEN', 'SUBMITTED', 'MINED', 'REORGED'] as const).map((state) => ({ ...batch, state }))]
    const said = states.map(sayBatch)
    expect(said.map(({ look, word }) => [look, word])).toEqual(Array(5).fill(['wait', 'not yet']))
    expect(new Set(said.map(({ says }) => says)).size).toBe(4)
  })

  it('says what a file says of it', async () => {
    expect(sayAnchor({ state: 'pending' }).look).toBe('wait')
    const { bundle } = await makeBundle({ anchoredOn: 424242 })
    expect(sayAnchor(bundle.anchor).says).toMatch(/^in block \d+ of chain 424242, .* by its clock$/)
  })
})
