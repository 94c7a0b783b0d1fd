import { describe, expect, it } from 'vitest'
import { NOTHING_JUDGED, toStatement } from './statement-draft'

const GOOD = { ...NOTHING_JUDGED, says: 'AUDIT_PASS', score: '0.85', confidence: ' 1 ' } as const
const errorsOf = (over: object) => {
  const read = toStatement({ ...GOOD, ...over })
  return 'errors' in read ? Object.keys(read.errors) : []
}

describe('what a member typed', () => {
  it('becomes the statement to sign', () => {
    expect(toStatement(GOOD)).toEqual({ statement: { type: 'AUDIT_PASS', score: '0.85', confidence: '1' } })
    const evidence = { evidenceHash: `0x${'AB'.repeat(32)}`, evidenceRef: ' https://example.org/report ' }
    expect(toStatement({ ...GOOD, says: 'AUDIT_FAIL', ...evidence })).toEqual({
      statement: {
        type: 'AUDIT_FAIL',
        score: '0.85',
        confidence: '1',
        evidence_hash: `0x${'ab'.repeat(32)}`,
        evidence_ref: 'https://example.org/report',
      },
    })
  })

  it('lacks everything at first', () => {
    const read = toStatement(NOTHING_JUDGED)
    expect('errors' in read && Object.keys(read.errors)).toEqual(['says', 'score', 'confidence'])
  })

  it.each(['1.1', '0.12345', '-0.1', '85', '1.0001', '.5', '0,5', '1e-1', 'NaN', ''])('is no share: %j', (text) => {
    expect(errorsOf({ score: text })).toEqual(['score'])
    expect(errorsOf({ confidence: text })).toEqual(['confidence'])
  })

  it.each(['0', '1', '1.0000', '0.0001', '0.5'])('is a share: %j', (text) => {
    expect(errorsOf({ score: text, confidence: text })).toEqual([])
  })

  it('has a hash that is one, also where something can be found', () => {
    expect(errorsOf({ evidenceHash: '0x12' })).toEqual(['evidenceHash'])
    expect(errorsOf({ evidenceRef: 'https://example.org' })).toEqual(['evidenceHash'])
  })
})
