import { describe, expect, it } from 'vitest'
import { AttestationBody, AttestationQuery } from './attestation-schemas'

const body = (over: object) => AttestationBody.safeParse({ type: 'AUDIT_PASS', signature: '0x00', ...over })
const query = (over: object) => AttestationQuery.safeParse({ type: 'AUDIT_PASS', ...over })

describe('a score', () => {
  it.each([
    [0, 0],
    [1, 10_000],
    [0.5, 5_000],
    [0.0001, 1],
    [0.9999, 9_999],
    [0.29, 2_900],
    [0.57, 5_700],
    [0.1234, 1_234],
  ])('of %d is signed as %i', (given, signed) => {
    expect(body({ score: given, confidence: given }).data).toMatchObject({ score: signed, confidence: signed })
    expect(query({ score: String(given) }).data).toMatchObject({ score: signed })
  })

  it.each([1.1, 1.0001, -0.1, -1, 0.12345, 0.99999, 1e-7, 2, 10_000, Number.NaN, Number.POSITIVE_INFINITY])(
    'of %d is refused',
    (given) => {
      expect(body({ score: given }).success).toBe(false)
      expect(body({ confidence: given }).success).toBe(false)
    },
  )

  it.each(['', ' 0.5', '0.5 ', '0.50000', '.5', '1.00001', '5e-1', '0x1', '00.5', '+0.5', 'NaN', 'one'])(
    'written as "%s" is refused',
    (given) => expect(query({ score: given }).success).toBe(false),
  )

  it('left out stays out', () => {
    const { data } = body({})
    expect(data).not.toHaveProperty('score')
    expect(data).not.toHaveProperty('confidence')
  })
})

describe('a statement', () => {
  it.each(['COUNTERSIGNED', 'audit_pass', 'AUDIT', '', 'FINALIZED'])('“%s” is not taken', (type) => {
    expect(body({ type }).success).toBe(false)
    expect(query({ type }).success).toBe(false)
  })

  it('takes no message of the caller’s own and nothing unknown', () => {
    expect(body({ message: { statement: 'AUDIT_FAIL' } }).success).toBe(false)
    expect(body({ evidence_hash: '0x12' }).success).toBe(false)
    expect(body({ did: 'did:web:example.org' }).success).toBe(false)
    expect(body({ round: -1 }).success).toBe(false)
    const evidence_ref = 'ipfs://bafy'
    expect(body({ evidence_ref }).success).toBe(false)
    expect(body({ evidence_ref, evidence_hash: `0x${'5e'.repeat(32)}` }).success).toBe(true)
  })
})
