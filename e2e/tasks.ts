import { randomUUID } from 'node:crypto'
import type { Hex } from '../lib/proof/hash'
import { countersigned, draftTask } from '../lib/proof/task-receipt.fixture'
import { asParty, call, localAuditors, type Party } from './parties'

const CHAIN = 31337
const PATIENCE_MS = 90_000

export const didOf = ({ address }: Pick<Party, 'address'>) => `did:pkh:eip155:${CHAIN}:${address.toLowerCase()}`

export type Committee = {
  state: string
  round: number
  k: number
  m: number
  committee: { seat: number; member: Hex }[]
}

/** A finished task, signed by both sides and handed in. Resolves to its receipt's id. */
export async function handedIn(
  client: Party,
  provider: Party,
  intentType = 'translate',
  metrics: Record<string, string | number> = { latency_ms: 1_200, note: '<b>kept</b>' },
): Promise<Hex> {
  const sides = { client: didOf(client), provider: didOf(provider) }
  const task = { intent_type: intentType, metrics }
  const draft = draftTask(sides, { subject: `job-${randomUUID()}`, issued_at: await deskTime(), task })
  const signers = [client, provider].map((side) => ({
    did: didOf(side),
    sign: (text: unknown) => side.account.signTypedData(text as never),
  }))
  const body = await countersigned(draft, signers, CHAIN)
  const { id } = await call<{ id: Hex }>('POST', 'receipts', { party: client, body })
  return id
}

/** What time it is at the desk: a test may have moved it. */
async function deskTime(): Promise<string> {
  const { timestamp } = await call<{ timestamp: string }>('GET', '../health')
  return new Date(timestamp).toISOString()
}

/** The committee of a task once it sits. */
export async function untilCommittee(party: Party, id: Hex): Promise<Committee> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await pause()) {
    const committee = await call<Committee>('GET', `receipts/${id}/committee`, { party })
    if (committee.state === 'SEATED') return committee
  }
  throw new Error(`No committee sits for ${id}`)
}

/** One of the desk’s own among the seated, signed in. */
export async function memberOf({ committee }: Committee, at: number): Promise<Party> {
  const account = localAuditors(committee)[at]
  if (!account) throw new Error('Too few of the local chain’s own auditors sit')
  return asParty(account)
}

/** Signs a statement over the API as whoever sits, or as the client. */
export async function state(party: Party, id: Hex, said: Record<string, string>): Promise<{ status: string }> {
  const { typed_data } = await call<{ typed_data: never }>(
    'GET',
    `receipts/${id}/attestation?${new URLSearchParams(said)}`,
    { party },
  )
  const signature = await party.account.signTypedData(typed_data)
  return call('POST', `receipts/${id}/attestations`, { party, body: { ...said, signature } })
}

/** Looks until a task's receipt has this status. */
export async function untilTask(party: Party, id: Hex, status: string): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await pause()) {
    if ((await call<{ status: string }>('GET', `receipts/${id}`, { party })).status === status) return
  }
  throw new Error(`${id} did not become ${status}`)
}

const pause = () => new Promise((resume) => setTimeout(resume, 200))
