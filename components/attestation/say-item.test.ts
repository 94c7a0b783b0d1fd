import { describe, expect, it } from 'vitest'
import { ITEM_STATUSES, WORKFLOW_STATUSES } from '@/lib/attestation/types'
import { nameWorkflow, sayAttestation, sayItem, sayWorkflow } from './say-item'

const NOW = new Date('2026-11-21T12:00:00.000Z')

describe('attestations in words', () => {
  it('has words for every status of an item and of a workflow', () => {
    expect(ITEM_STATUSES.map((status) => sayItem(status).name).filter(Boolean)).toHaveLength(ITEM_STATUSES.length)
    expect(WORKFLOW_STATUSES.map((status) => sayWorkflow(status).name).filter(Boolean)).toHaveLength(
      WORKFLOW_STATUSES.length,
    )
  })

  it.each([
    ['CONFIRMED', null, 'Stands'],
    ['CONFIRMED', '2026-11-21T12:00:00.001Z', 'Stands'],
    ['CONFIRMED', '2026-11-21T12:00:00.000Z', 'Expired'],
    ['REVOKED', '2026-11-01T12:00:00.000Z', 'Revoked'],
    ['SIGNED', null, 'Signed, not anchored yet'],
  ] as const)('%s until %s: %s', (status, expiration_time, name) => {
    expect(sayAttestation({ status, expiration_time }, NOW).name).toBe(name)
  })

  it.each([
    ['ATTEST', 1, 'One attestation'],
    ['ATTEST', 12, '12 attestations'],
    ['REVOKE', 2, '2 revocations'],
  ] as const)('%s of %d: %s', (operation, total, name) => {
    expect(nameWorkflow({ operation, total })).toBe(name)
  })
})
