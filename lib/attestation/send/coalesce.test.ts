import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Hex } from '@/lib/proof/hash'
import { coalesce, type Waiting } from './coalesce'

const item = (id: string, issuerId = 'a', schemaUid: Hex = '0x01', operation: Waiting['operation'] = 'ATTEST') => ({
  id,
  issuerId,
  schemaUid,
  operation,
})
const ids = (groups: Waiting[][]) => groups.map((group) => group.map(({ id }) => id).join(' '))

describe('what goes together', () => {
  it('is of one issuer, schema and operation, the most urgent first', () => {
    expect(ids(coalesce([]))).toEqual([])
    expect(ids(coalesce([item('1'), item('2'), item('3')]))).toEqual(['1 2 3'])
    expect(ids(coalesce([item('1'), item('2', 'b'), item('3'), item('4', 'b')]))).toEqual(['1 3', '2 4'])
    expect(ids(coalesce([item('1'), item('2', 'a', '0x02'), item('3')]))).toEqual(['1 3'])
    expect(ids(coalesce([item('1', 'a', '0x01', 'REVOKE'), item('2'), item('3', 'a', '0x01', 'REVOKE')]))).toEqual([
      '1 3',
    ])
  })

  it('is no more than fits', () => {
    const waiting = Array.from({ length: 120 }, (_, at) => item(String(at)))
    expect(coalesce(waiting).map(({ length }) => length)).toEqual([50])
    expect(ids(coalesce(waiting, 2))).toEqual(['0 1'])
  })

  it('is less where a larger call was reverted', () => {
    const halved = (id: string) => ({ ...item(id), mostTogether: 2 })
    expect(ids(coalesce([halved('1'), halved('2'), halved('3'), item('4')]))).toEqual(['1 2'])
    expect(ids(coalesce([item('1'), item('2'), item('3'), halved('4'), item('5')]))).toEqual(['1 2 3 5'])
  })

  it('always holds the first of each issuer, and never mixes', () => {
    const some = fc.array(
      fc.record({
        id: fc.uuid(),
        issuerId: fc.constantFrom('a', 'b', 'c'),
        schemaUid: fc.constantFrom<Hex>('0x01', '0x02'),
        operation: fc.constantFrom<Waiting['operation']>('ATTEST', 'REVOKE'),
      }),
      { maxLength: 40 },
    )
    fc.assert(
      fc.property(some, (waiting) => {
        const groups = coalesce(waiting, 5)
        expect(groups.length).toBe(new Set(waiting.map(({ issuerId }) => issuerId)).size)
        for (const group of groups) {
          const [first] = group
          expect(first).toBe(waiting.find(({ issuerId }) => issuerId === first?.issuerId))
          expect(new Set(group.map((one) => `${one.issuerId}${one.schemaUid}${one.operation}`)).size).toBe(1)
          expect(group.length).toBeLessThanOrEqual(5)
          expect(group).toEqual(waiting.filter((one) => group.includes(one)))
        }
      }),
    )
  })
})
