import { describe, expect, it } from 'vitest'
import { MAX_FILE_BYTES, MAX_FILES } from '@/lib/evidence/limits'
import { addNamed, judgeEvidence, refuseBySize } from './judge-evidence'
import type { EvidenceView } from './types'

const AT = '2026-12-01T12:00:00.000Z'
const FILE = { name: 'photo.jpg', size: 1_000, sha256: `0x${'11'.repeat(32)}` }
const shown = (over: Partial<EvidenceView>): EvidenceView => ({
  id: 'one',
  role: 'creator',
  name: FILE.name,
  size: FILE.size,
  sha256: FILE.sha256,
  uploaded_at: null,
  created_at: AT,
  ...over,
})
const others = (count: number, over: Partial<EvidenceView> = {}) =>
  Array.from({ length: count }, (_, i) => shown({ sha256: `0x${i}`, ...over }))

describe('a file for the panel', () => {
  it.each([
    ['one named before', [shown({})], true, 'its bytes follow'],
    ['a new one', [], true, 'goes into the log'],
    ['one that is there', [shown({ uploaded_at: AT })], false, 'has this very file'],
    ['one of the other side', [shown({ role: 'counterparty' })], false, 'other side'],
    ['one too many', others(MAX_FILES), false, `${MAX_FILES} files`],
    ['one more of the other side’s many', others(MAX_FILES, { role: 'counterparty' }), true, 'goes into the log'],
    ['more than fits', others(5, { uploaded_at: AT, size: MAX_FILE_BYTES }), false, '50 MiB'],
    ['hashes only, of large files', others(5, { size: MAX_FILE_BYTES }), true, 'goes into the log'],
  ])('%s', (_, evidence, may, says) => {
    const judged = judgeEvidence(FILE, evidence, 'creator')
    expect(judged.may).toBe(may)
    expect(judged.says).toContain(says)
  })

  it('is named once, whatever it is called', () => {
    const other = { ...FILE, sha256: `0x${'22'.repeat(32)}` }
    expect(addNamed([FILE], { ...FILE, name: 'copy.jpg' })).toEqual([FILE])
    expect(addNamed([FILE], other)).toEqual([FILE, other])
  })

  it('is refused by its size before it is hashed', () => {
    expect(refuseBySize({ size: 0 })).toContain('empty')
    expect(refuseBySize({ size: MAX_FILE_BYTES })).toBeNull()
    expect(refuseBySize({ size: MAX_FILE_BYTES + 1 })).toContain('10 MiB')
  })
})
