import { describe, expect, it } from 'vitest'
import documents from '../../test/vectors/documents.json'
import { hexOf, keccakHex, sha256Hex } from './hash'
import { jcs } from './jcs'
import { caseId, caseSchema, receiptId, receiptSchema, verdictId, verdictSchema } from './receipt'

describe('receipts, verdicts and cases', () => {
  it('have the ids of the vectors', () => {
    expect(receiptId(receiptSchema.parse(documents.receipt.document))).toBe(documents.receipt.id)
    expect(verdictId(verdictSchema.parse(documents.verdict.document))).toBe(documents.verdict.id)
    expect(caseId(caseSchema.parse(documents.case.document))).toBe(documents.case.id)
    expect(keccakHex(jcs(documents.response.document))).toBe(documents.response.id)
  })

  const receipt = documents.receipt.document
  it.each([
    ['an unknown field', { ...receipt, title: 'Bike' }],
    ['an unknown version', { ...receipt, v: 'countersign.receipt/2' }],
    ['an unknown outcome', { ...receipt, outcome: 'WON' }],
    [
      'an amount as a number',
      { ...receipt, amounts: [{ did: receipt.parties[0]?.did, asset: 'eip155:1/slip44:60', amount: 1 }] },
    ],
    [
      'an amount with a leading zero',
      { ...receipt, amounts: [{ did: receipt.parties[0]?.did, asset: 'eip155:1/slip44:60', amount: '01' }] },
    ],
    ['an upper-case hash', { ...receipt, terms_hash: receipt.terms_hash.toUpperCase().replace('0X', '0x') }],
    ['a time without milliseconds', { ...receipt, issued_at: '2026-12-02T09:30:00Z' }],
    ['a day that does not exist', { ...receipt, issued_at: '2026-02-30T09:30:00.000Z' }],
    ['a challenge without commitments', { ...receipt, commitments: null }],
    ['a challenge with a task', { ...receipt, task: {} }],
  ])('refuse %s', (_, document) => {
    expect(receiptSchema.safeParse(document).success).toBe(false)
  })
})

describe('hashes', () => {
  it('are those everybody knows', () => {
    expect(sha256Hex('abc')).toBe('0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
    expect(keccakHex('')).toBe('0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470')
  })

  it('join their parts', () => {
    expect(sha256Hex('a', new Uint8Array([0x62]), 'c')).toBe(sha256Hex('abc'))
    expect(hexOf(new Uint8Array([0, 255]))).toBe('0x00ff')
  })
})
