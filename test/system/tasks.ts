import type { PrivateKeyAccount } from 'viem/accounts'
import type { z } from 'zod'
import type { CommitteeAnswer } from '@/lib/committee/committee-schemas'
import { newId } from '@/lib/id'
import { pkhDid } from '@/lib/proof/did'
import type { Hex } from '@/lib/proof/hash'
import { countersigned, draftTask } from '@/lib/proof/task-receipt.fixture'
import type { AttestedAnswer } from '@/lib/receipt/attestation-schemas'
import type { ReceiptAnswer } from '@/lib/receipt/schemas'
import { demoAccount } from '../factories/demo-accounts'
import { type Client, signedIn } from './client'
import type { Desk } from './desk'

const CHAIN = 31337
const POLL_MS = 200
const PATIENCE_MS = 90_000
/** The accounts that a local desk registers as auditors. */
const AUDITORS = [10, 11, 12, 13, 14, 15, 16]

export type Task = z.output<typeof ReceiptAnswer>
export type Committee = z.output<typeof CommitteeAnswer>
export type Said = { type: string; score?: number; confidence?: number; evidence_hash?: string }

export const auditorsOf = (desk: Desk): Promise<Client[]> =>
  Promise.all(AUDITORS.map((index) => signedIn(desk, { account: demoAccount(index) })))

export const didOf = ({ address }: Client) => pkhDid(CHAIN, address)

/** A finished task as both sides hand it in: the document and both signatures. `at`: the desk's time. */
export async function finishedTask(client: Client, provider: Client, at = new Date()) {
  const sides = { client: didOf(client), provider: didOf(provider) }
  const draft = draftTask(sides, { subject: `job-${newId()}`, issued_at: at.toISOString() })
  const signers = [client, provider].map((side) => ({
    did: didOf(side),
    sign: (text: unknown) => signText(side, text),
  }))
  return countersigned(draft, signers, CHAIN)
}

/** Hands in a finished task, and waits until its committee sits. */
export async function seatedTask(client: Client, provider: Client, at?: Date): Promise<Committee> {
  const { id } = await client.post<Task>('/receipts', await finishedTask(client, provider, at))
  return untilRound(client, id, 0)
}

/** The committee of a round, as soon as it sits. */
export async function untilRound(client: Client, id: string, round: number): Promise<Committee> {
  return patiently(`round ${round} of ${id}`, async () => {
    const committee = await client.get<Committee>(`/receipts/${id}/committee`)
    return committee.round === round && committee.state === 'SEATED' ? committee : null
  })
}

export function seatedOf({ committee }: Committee, auditors: readonly Client[]): Client[] {
  return committee.map(({ member }) => {
    const own = auditors.find(({ address }) => address === member)
    if (!own) throw new Error(`${member} is nobody’s`)
    return own
  })
}

/** Looks until there is something to see. */
export async function patiently<T>(what: string, look: () => Promise<T | null>): Promise<T> {
  for (const begun = performance.now(); performance.now() - begun < PATIENCE_MS; ) {
    const found = await look()
    if (found !== null) return found
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  throw new Error(`Waited in vain for ${what}`)
}

/** A statement signed as a wallet does, over what the desk hands out, not yet handed in. */
export async function signed(who: Client, id: string, said: Said): Promise<Said & { signature: Hex }> {
  const asked = new URLSearchParams(Object.entries(said).map(([name, value]) => [name, String(value)]))
  const { typed_data } = await who.get<{ typed_data: unknown }>(`/receipts/${id}/attestation?${asked}`)
  return { ...said, signature: await signText(who, typed_data) }
}

export async function say(who: Client, id: string, said: Said): Promise<z.output<typeof AttestedAnswer>> {
  return who.post(`/receipts/${id}/attestations`, await signed(who, id, said))
}

function signText({ account }: Client, text: unknown): Promise<Hex> {
  return account.signTypedData(text as Parameters<PrivateKeyAccount['signTypedData']>[0])
}
