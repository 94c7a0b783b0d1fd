import { describe, expect, it } from 'vitest'
import type { Hex } from '@/lib/proof/hash'
import { ZERO_UID } from '../../encode'
import type { PendingItem } from '../submission'
import { executionMessage, parseReport, queueOf, submissionOfDead } from './message'

const ID = '0193f1a2-a7d3-7c58-8e91-2f3a4b5c6d7e'
const HASH = `0x${'AB'.repeat(32)}`
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))

describe('the queue of a chain', () => {
  it('is named after it', () => {
    expect([1, 137, 8453, 31337].map(queueOf)).toEqual(['ethereum.eas', 'polygon.eas', 'base-mainnet.eas', 'local.eas'])
  })
})

describe('what an executor is asked', () => {
  it('says which transaction to send, and what it is made of', () => {
    const item = {
      workflow_id: ID,
      index: 3,
      operation: 'ATTEST',
      recipient: '0x01',
      expiration_time: '7',
      revocable: true,
      ref_uid: null,
      data: '0xda',
      priority: 4,
    } as unknown as PendingItem
    const submission = {
      id: ID,
      chainId: 137,
      operation: 'ATTEST',
      schemaUid: '0x5c',
      to: '0xea',
      data: '0xca11',
    } as const
    const message = executionMessage(submission, { address: '0xaa', organizationId: 'o' }, [
      item,
      { ...item, index: 4, priority: 9 },
    ])
    expect(message).toMatchObject({
      type: 'workflow_execution',
      workflowId: ID,
      correlationId: ID,
      parameters: { chainId: 'eip155:137', from: '0xaa', to: '0xea', data: '0xca11', value: '0' },
      metadata: { priority: 9, replyTo: 'eas.results' },
    })
    expect(message.parameters.items).toEqual([
      { index: 3, recipient: '0x01', expirationTime: '7', revocable: true, refUid: ZERO_UID, data: '0xda' },
      expect.objectContaining({ index: 4 }),
    ])
    const uid: Hex = ZERO_UID
    const revocation = { ...item, operation: 'REVOKE' as const, uid }
    expect(
      executionMessage(submission, { address: '0xaa', organizationId: 'o' }, [revocation]).parameters.items,
    ).toEqual([{ index: 3, uid }])
  })
})

describe('what an executor says', () => {
  it('is a transaction or a reason, for a submission', () => {
    expect(parseReport(bytes({ correlationId: ID, txHash: HASH }))).toEqual({
      correlationId: ID,
      txHash: HASH.toLowerCase(),
    })
    expect(parseReport(bytes({ correlationId: ID, error: 'no funds', more: 1 }))).toEqual({
      correlationId: ID,
      error: 'no funds',
    })
  })

  it('is nothing otherwise', () => {
    for (const value of [null, 7, {}, { correlationId: ID }, { txHash: HASH }, { correlationId: 'x', txHash: HASH }])
      expect(parseReport(bytes(value))).toBeNull()
    expect(parseReport(bytes({ correlationId: ID, txHash: '0x12' }))).toBeNull()
    expect(parseReport(new Uint8Array([0xff, 0xfe]))).toBeNull()
    expect([submissionOfDead(bytes({ correlationId: ID })), submissionOfDead(bytes({ other: 1 }))]).toEqual([ID, null])
  })
})
