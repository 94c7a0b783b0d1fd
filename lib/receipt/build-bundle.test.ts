import { describe, expect, it } from 'vitest'
import type { Batch } from '@/lib/anchor/batch'
import { type FundsProof, Prisma } from '@/lib/db/generated/client'
import type { IntentPayload } from '@/lib/proof/commitment'
import { bytesOf, type Hex, sha256Hex, ZERO_HASH } from '@/lib/proof/hash'
import type { ChallengeReceipt } from '@/lib/proof/receipt'
import { buildBundle } from './build-bundle'
import type { Records, SignedSettle } from './store'

const hash = (digit: string) => `0x${digit.repeat(64)}` as Hex
const signature = (digit: string) => `0x${digit.repeat(130)}` as Hex
const signatureHash = (digit: string) => sha256Hex(bytesOf(signature(digit)))

const receipt = {
  commitments: { initiator_hash: hash('1'), counter_hash: hash('2'), final_hash: hash('3') },
  signature_hashes: [signatureHash('a'), signatureHash('b')],
  funds_proofs: ['second', 'first'],
} as ChallengeReceipt

const intent = (role: string, initiatorHash: Hex) => ({ message: { role, initiatorHash } }) as IntentPayload
const settle = (digit: string) => ({ signature: signature(digit) }) as SignedSettle
const proof = (id: string, over: Partial<FundsProof> = {}) =>
  ({
    id,
    role: 'creator',
    phase: 'lock',
    kind: 'BALANCE',
    minBalance: new Prisma.Decimal('1000000000000000000000000'),
    blockNumber: 7n,
    checkedAt: new Date('2026-11-20T12:00:00Z'),
    ...over,
  }) as FundsProof
const records: Records = {
  intents: [intent('counterparty', hash('1')), intent('creator', ZERO_HASH)],
  settles: [settle('c'), settle('b'), settle('a')],
  log: [],
  fundsProofs: [proof('first'), proof('second')],
}
const batch: Batch = {
  id: 'batch',
  state: 'FINAL',
  root: hash('4'),
  size: 2,
  chainId: 8453,
  eas: '0x4200000000000000000000000000000000000021',
  txHash: hash('5'),
  blockNumber: 99,
  blockHash: hash('6'),
  blockTime: new Date('2026-11-20T13:00:00Z'),
  createdAt: new Date('2026-11-20T12:30:00Z'),
}
const inclusion = { kind: 'receipt', id: hash('7'), proof: [hash('8')], batch } as const
const build = (over: object = {}) => buildBundle({ receipt, records, inclusion: null, redacted: false, ...over })

describe('a bundle’s parts', () => {
  it('stand in the receipt’s order: who signed first, the signatures it names, the funds it names', () => {
    const { intents, settlement, funds } = build()
    expect(Array.isArray(intents) && intents.map(({ message }) => message.role)).toEqual(['creator', 'counterparty'])
    expect(settlement.map((item) => item.signature)).toEqual([signature('a'), signature('b')])
    expect(funds.map(({ id }) => id)).toEqual(['second', 'first'])
  })

  it('write large thresholds out, and say when they are not of a balance', () => {
    expect(build().funds[0]).toMatchObject({ min_balance: '1000000000000000000000000' })
    expect(build().funds[0]).not.toHaveProperty('kind')
    const aged = { ...records, fundsProofs: [proof('first', { kind: 'WALLET_AGE' }), proof('second')] }
    expect(build({ records: aged }).funds[1]).toMatchObject({ id: 'first', kind: 'WALLET_AGE' })
  })

  it('are hashes and no thresholds, redacted', () => {
    const { intents, funds } = build({ redacted: true })
    expect(intents).toEqual({ redacted: [hash('1'), hash('2')] })
    expect(funds.every((item) => !('min_balance' in item))).toBe(true)
  })

  it('name the block once it is final, and nothing before', () => {
    expect(build({ inclusion })).toMatchObject({
      inclusion: [{ kind: 'receipt', id: hash('7'), proof: [hash('8')] }],
      anchor: { state: 'FINAL', chain_id: 8453, block_number: 99, block_time: '2026-11-20T13:00:00.000Z' },
    })
    for (const state of ['OPEN', 'SUBMITTED', 'MINED', 'REORGED'] as const) {
      const pending = build({ inclusion: { ...inclusion, batch: { ...batch, state } } })
      expect(pending).toMatchObject({ inclusion: [], anchor: { state: 'pending' } })
    }
    expect(build()).toMatchObject({ inclusion: [], anchor: { state: 'pending' } })
  })

  it('are all there, or there is no bundle', () => {
    expect(() => build({ records: { ...records, fundsProofs: [] } })).toThrow('not there')
  })
})
