import { describe, expect, it } from 'vitest'
import { ZERO_HASH } from '@/lib/proof/hash'
import { type AuditEntry, type AuditRow, auditHash, verifyAudit } from './entry'

const entry = (sequence: number): AuditEntry => ({
  organization_id: '018f0000-0000-7000-8000-000000000001',
  sequence,
  at: '2026-11-22T10:00:00.000Z',
  actor: 'user:018f0000-0000-7000-8000-000000000002',
  action: 'api_key.created',
  target: `api_key:${sequence}`,
  allowed: true,
  details: { scopes: ['events:read'] },
  request_id: null,
})

function chain(length: number): AuditRow[] {
  let previous_hash: string = ZERO_HASH
  return Array.from({ length }, (_, index) => {
    const made = entry(index + 1)
    const row = { ...made, previous_hash, hash: auditHash(previous_hash, made) }
    previous_hash = row.hash
    return row
  })
}
const changed = (rows: AuditRow[], index: number, change: Partial<AuditRow>) =>
  rows.map((row, at) => (at === index ? { ...row, ...change } : row))

describe('the chain of the audit log', () => {
  const rows = chain(4)

  it('holds as it was written, whole and in part', () => {
    expect(verifyAudit(rows)).toEqual({ ok: true, length: 4, from: 1, head: rows[3]?.hash })
    expect(verifyAudit(rows.slice(2))).toEqual({ ok: true, length: 2, from: 3, head: rows[3]?.hash })
    expect(verifyAudit([])).toMatchObject({ ok: true, length: 0 })
  })

  it('has a hash that anybody can make: sha256 over the hash before, without 0x, and the entry in canonical JSON', () => {
    expect(rows[0]?.hash).toBe('0x8ba8ffb46545a287b9bf34c364cf0c6da76113deff6a855dba44ac874cc3143d')
  })

  it.each([
    ['other details', changed(rows, 1, { details: { scopes: ['*'] } }), 2],
    ['another actor', changed(rows, 2, { actor: 'desk' }), 3],
    ['a refusal made a permission', changed(rows, 0, { allowed: false }), 1],
    ['another hash', changed(rows, 3, { hash: ZERO_HASH }), 4],
    ['an entry taken out', rows.filter(({ sequence }) => sequence !== 2), 2],
    ['the first one gone', changed(rows.slice(1), 0, { sequence: 1 }), 1],
    ['two swapped', [rows[0], rows[2], rows[1], rows[3]] as AuditRow[], 2],
    ['one of another organization', changed(rows, 1, { organization_id: 'other' }), 2],
    ['a hash that is none', changed(rows, 1, { previous_hash: 'x' }), 2],
  ])('does not hold with %s', (_, given, sequence) => {
    expect(verifyAudit(given)).toMatchObject({ ok: false, sequence })
  })

  it('a rewritten entry is found even when its own hash was made anew', () => {
    const first = rows[0] as AuditRow
    const forged = { ...entry(1), action: 'api_key.revoked' }
    const given = changed(rows, 0, { ...forged, hash: auditHash(first.previous_hash, forged) })
    expect(verifyAudit(given)).toMatchObject({ ok: false, sequence: 2 })
  })
})
