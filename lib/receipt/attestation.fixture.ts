import { ed25519 } from '@noble/curves/ed25519'
import { currentTime } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { newId } from '@/lib/id'
import { pkhDid } from '@/lib/proof/did'
import { didKeyOf, memberOf } from '@/lib/proof/did-key'
import { type Hex, hexOf } from '@/lib/proof/hash'
import { jcsBytes } from '@/lib/proof/jcs'
import { type Receipt, receiptId } from '@/lib/proof/receipt'
import { agent } from '@/test/factories/agents'
import { as } from '@/test/factories/challenges'
import type { Person } from '@/test/factories/people'
import { attestReceipt } from './attest'
import type { Judgement } from './attestation'
import { getAttestationText } from './attestation-text'
import { partyKeyOf } from './party-key'

/** A task's receipt with a committee that sits, as drawing leaves it. */

export type Side = Pick<Person, 'userId' | 'organizationId'> & { did: string }
export const sideOf = ({ userId, organizationId, address }: Person): Side => ({
  userId,
  organizationId,
  did: pkhDid(31337, address),
})

type NewTask = {
  client: Side
  provider: Side
  members?: readonly Hex[]
  k?: number
  m?: number
  visibility?: 'link' | 'public' | 'parties'
  status?: string
}

export function taskReceipt(client: string, provider: string, k = 3, m = 5): Receipt {
  return {
    v: 'countersign.receipt/1',
    kind: 'task',
    subject: `job-${newId()}`,
    parties: [
      { role: 'client', did: client },
      { role: 'provider', did: provider },
    ],
    mode: null,
    terms_hash: null,
    commitments: null,
    outcome: null,
    split: false,
    amounts: [],
    signature_hashes: [`0x${'11'.repeat(32)}`, `0x${'22'.repeat(32)}`],
    log: null,
    funds_proofs: [],
    quorum: { kind: 'committee', k, m },
    case: null,
    task: {
      intent_id: null,
      negotiation_id: null,
      intent_type: 'translate',
      agent_did: provider,
      client_did: client,
      inputs_hash: `0x${'33'.repeat(32)}`,
      outputs_hash: `0x${'44'.repeat(32)}`,
      metrics: {},
      payment_ref: null,
      amount_atomic: '5000',
    },
    issued_at: currentTime().toISOString(),
  }
}

/** Stores it with round 0 seated, as `members`; without any it waits for its committee. */
export async function seatedTask(task: NewTask): Promise<Hex> {
  const { client, provider, members = [], k = 3, m = 5, visibility = 'link' } = task
  const receipt = taskReceipt(client.did, provider.did, k, m)
  const id = receiptId(receipt)
  const now = currentTime()
  await database().prisma.receipt.create({
    data: {
      id,
      kind: 'task',
      subjectKind: 'task',
      subjectId: receipt.subject,
      document: receipt as object,
      status: task.status ?? (members.length > 0 ? 'PENDING' : 'AWAITING_COMMITTEE'),
      visibility,
      parties: [client, provider].map(({ did }) => partyKeyOf(did)),
      quorumKind: 'committee',
      ...{ k, m },
      ...{ clientUserId: client.userId, clientOrganizationId: client.organizationId },
      ...{ providerUserId: provider.userId, providerOrganizationId: provider.organizationId },
      issuedAt: now,
    },
  })
  if (members.length > 0) await seat(id, 0, members, { k, m })
  return id
}

type Round = { k: number; m: number; kind?: string }

/** Seats the members of a round, which becomes the present one. */
export async function seat(
  id: Hex,
  round: number,
  members: readonly Hex[],
  { k, m, kind = 'DRAW' }: Round,
): Promise<void> {
  const { prisma } = database()
  const at = currentTime()
  await prisma.committee.updateMany({ where: { receiptId: id, state: 'SEATED' }, data: { state: 'OVER' } })
  await prisma.committee.create({
    data: {
      ...{ receiptId: id, round, kind, k, m, wantedK: k, wantedM: m, state: 'SEATED' },
      ...{ openedAt: at, seatedAt: at, dueAt: new Date(at.getTime() + 86_400_000) },
    },
  })
  await prisma.committeeSeat.createMany({
    data: members.map((member, seat) => ({
      ...{ subjectKind: 'receipt', subjectId: id, round, seat, member, attempt: seat, createdAt: at },
    })),
  })
  if (round > 0) await prisma.receipt.update({ where: { id }, data: { round } })
}

type Said = { score?: number; confidence?: number; evidence_hash?: string; did?: string; round?: number }

/** The signature of a statement, over the text the desk hands out. */
export async function signStatement(who: Person, id: Hex, type: Judgement, said: Said = {}, now?: Date): Promise<Hex> {
  const { typed_data } = await getAttestationText(as(who, now), { id, type, ...said })
  if (!typed_data) throw new Error('This is no wallet’s to sign')
  return who.account.signTypedData(typed_data as Parameters<Person['account']['signTypedData']>[0])
}

/** Says it as the desk's pages do: asks for the text, signs it, hands it in. */
export async function attest(who: Person, id: Hex, type: Judgement, said: Said = {}, now?: Date) {
  return attestReceipt(as(who, now), { id, type, ...said, signature: await signStatement(who, id, type, said, now) })
}

/** An agent with an Ed25519 key and no wallet, of this person. */
export async function keyAgent(owner: Person) {
  const secret = ed25519.utils.randomPrivateKey()
  const did = didKeyOf(ed25519.getPublicKey(secret))
  await agent(owner, { did, auditor: true })
  return { did, member: memberOf(did), sign: (document: unknown) => hexOf(ed25519.sign(jcsBytes(document), secret)) }
}
