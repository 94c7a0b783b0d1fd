import type { StatusLook } from '@/components/ui/status'
import type { IssuerView } from './views'

type Standing = Pick<IssuerView, 'kind' | 'status' | 'valid_until'>

/** Pure: whether a kept key’s delegation is over: it is named, and attests nothing until somebody signs anew. */
export function isOver({ kind, status, valid_until }: Standing, now: Date): boolean {
  return kind === 'KEPT' && status === 'ACTIVE' && valid_until !== null && new Date(valid_until) <= now
}

/** Pure: whether an issuer attests now. */
export function sayIssuer(issuer: Standing, now: Date): { look: StatusLook; name: string } {
  if (isOver(issuer, now)) return { look: 'no', name: 'delegation over' }
  if (issuer.status === 'ACTIVE') return { look: 'ok', name: 'attests' }
  return issuer.status === 'DRAFT' ? { look: 'wait', name: 'waits for a signature' } : { look: 'none', name: 'ended' }
}

/**
 * Pure: whether signing for this key again lets it attest, or attest for longer. Not while another one attests there: that
 * one is ended first.
 */
export function maySignAnew(issuer: IssuerView, all: readonly IssuerView[]): boolean {
  if (issuer.kind !== 'KEPT') return false
  const active = all.find(({ chain_id, status }) => chain_id === issuer.chain_id && status === 'ACTIVE')
  return active === undefined || active.id === issuer.id
}
