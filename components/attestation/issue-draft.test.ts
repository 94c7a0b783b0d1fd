import { describe, expect, it } from 'vitest'
import { CAPABILITY_SCHEMA } from '@/lib/attestation/encode'
import { isCapability, NOTHING, readIssue } from './issue-draft'
import type { SchemaView } from './views'

const NOW = new Date('2026-11-21T12:00:00.000Z')
const WHO = `0x${'ab'.repeat(20)}`
const HASH = `0x${'0c'.repeat(32)}`
const schema = (definition: string): SchemaView => ({
  chain_id: 'eip155:1',
  uid: '0x01',
  name: 'Degree',
  definition,
  revocable: true,
  resolver: '0x00',
  own: true,
})
const degree = schema('bytes32 document, string degree')

describe('one attestation as it is typed', () => {
  it('is a capability unless another schema is chosen', () => {
    const typed = { ...NOTHING, recipient: WHO, integra_hash: HASH, token_id: '7', capabilities: 'view', data: '0xzz' }
    const item = { recipient: WHO, integra_hash: HASH, token_id: '7', capabilities: ['view'] }
    expect(readIssue(typed, null, NOW)).toEqual({ item })
    expect(readIssue(typed, schema(CAPABILITY_SCHEMA), NOW)).toEqual({ item })
  })

  it('has the encoded fields under another schema, and nothing of a capability', () => {
    const typed = { ...NOTHING, recipient: WHO, capabilities: 'view', data: ' 0xABcd ' }
    expect(readIssue(typed, degree, NOW)).toEqual({ item: { recipient: WHO, data: '0xabcd' } })
  })

  it.each(['', '0xabc', 'abcd', '0xzz', `0x${'00'.repeat(8_193)}`])('refuses %.10s as encoded fields', (data) => {
    expect(readIssue({ ...NOTHING, recipient: WHO, data }, degree, NOW)).toEqual({
      errors: { data: expect.stringContaining('encoded fields') },
    })
  })

  it('knows the fields of a capability however they are written', () => {
    expect(isCapability({ definition: CAPABILITY_SCHEMA })).toBe(true)
    expect(isCapability({ definition: CAPABILITY_SCHEMA.replaceAll(', ', ' ,') })).toBe(true)
    expect(isCapability(degree)).toBe(false)
  })
})
