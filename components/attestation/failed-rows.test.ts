import { describe, expect, it } from 'vitest'
import { toFailedRows } from './failed-rows'

const ITEM = { recipient: '0x0a', integra_hash: '0x0b', token_id: '7', capabilities: ['view', 'transfer'] }
const UNTIL = '2030-01-01T00:00:00.000Z'
const ERROR = { code: 'E7004', text: 'NotFound' }
const told = { ...ITEM, expiration_time: UNTIL }
const failed = (over = {}) => ({ index: 1, status: 'FAILED' as const, error: ERROR, ...told, ...over })

describe('what failed of a batch', () => {
  it('is as this browser sent it, at its row of the file', () => {
    const sent = [ITEM, { ...ITEM, token_id: '8' }].map((item, index) => ({ row: 2 + index * 3, item }))
    expect(toFailedRows([failed()], sent)).toEqual([
      { row: 5, item: { ...ITEM, token_id: '8' }, error: 'E7004 NotFound' },
    ])
  })

  it('is as the desk tells in any other browser', () => {
    expect(toFailedRows([failed(), failed({ index: 4, expiration_time: null })], null)).toEqual([
      { row: 2, item: { ...ITEM, expiration_time: UNTIL }, error: 'E7004 NotFound' },
      { row: 5, item: ITEM, error: 'E7004 NotFound' },
    ])
  })

  it('says where it ended when nobody said why', () => {
    const expired = failed({ status: 'EXPIRED', error: undefined })
    expect(toFailedRows([expired], null)?.[0]?.error).toBe('Not sent in time')
  })

  it.each([
    ['nobody it is about', { recipient: null }],
    ['fields of another schema', { integra_hash: null, token_id: null, capabilities: [] }],
    ['a capability that would be read as two', { capabilities: ['view|transfer'] }],
  ])('is no file when the desk tells %s', (_, over) => {
    expect(toFailedRows([failed(), failed({ index: 2, ...over })], null)).toBeNull()
  })
})
