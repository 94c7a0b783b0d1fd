import type { Hex } from '@/lib/proof/hash'
import { type DelegationMessage, type Domain, digestOf, domainFor, typedData } from '@/lib/proof/typed-data'
import type { IssuerKind } from '../types'

/** Pure: what is signed so that an address may attest for an organization. */

/** As long as a delegation lasts at most, and unless said. */
export const MAX_DELEGATION_DAYS = 365
/** What was asked to be signed may be signed for so long. */
export const ASKED_SECONDS = 3_600

const TITLES = {
  KEPT: 'Countersign: let this desk attest for an organization with a key it keeps',
  EXECUTOR: 'Countersign: attest for an organization from this address',
  WALLET: 'Countersign: attest for an organization from this wallet',
} as const satisfies Record<IssuerKind, string>

export type Asked = { domain: Domain; message: DelegationMessage; at: string }
export type Delegated = { domain: Domain; message: DelegationMessage; signer: Hex; signature: Hex }

/** As it is stored: what is in force, and what somebody was asked to sign. */
export type Delegation = { signed: Delegated | null; asked: Asked | null }

type Terms = { kind: IssuerKind; organizationId: string; chainId: number; address: Hex; validUntil: Date }

/** What the desk asks an owner or admin (KEPT), or the address itself, to sign. Its domain is the chain it attests on. */
export function askDelegation({ kind, organizationId, chainId, address, validUntil }: Terms, now: Date): Asked {
  const message: DelegationMessage = {
    title: TITLES[kind],
    organization: organizationId,
    issuer: address,
    chainId: String(chainId),
    validUntil: String(Math.floor(validUntil.getTime() / 1000)),
  }
  return { domain: domainFor(chainId), message, at: now.toISOString() }
}

export const typedDataOf = ({ domain, message }: Asked) => typedData('Delegation', domain, message)
export const digestOfAsked = ({ domain, message }: Asked) => digestOf('Delegation', domain, message)
export const endOf = ({ message }: Asked) => new Date(Number(message.validUntil) * 1000)

/** Whether it may still be signed. */
export function isOpen(asked: Asked, now: Date): boolean {
  return now.getTime() <= new Date(asked.at).getTime() + ASKED_SECONDS * 1000 && endOf(asked) > now
}
