import { currentTime } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { memberOf } from '@/lib/proof/did-key'
import type { Hex } from '@/lib/proof/hash'
import { jcsBytes } from '@/lib/proof/jcs'
import { agent, keyAgent } from '@/test/factories/agents'
import { as } from '@/test/factories/challenges'
import type { Person } from '@/test/factories/people'
import { seatedReceipt, seatRound } from '@/test/factories/tasks'
import { attestReceipt } from './attest'
import type { Judgement } from './attestation'
import { getAttestationText } from './attestation-text'

type NewTask = {
  client: Person
  provider: Person
  members: readonly Hex[]
  /** Of all members; a majority unless said. */
  k?: number
  visibility?: 'link' | 'public' | 'parties'
}

/** A task at the desk with a committee that sits, without a draw. */
export async function seatedTask({ members, ...task }: NewTask): Promise<Hex> {
  return (await seatedReceipt({ ...task, auditors: members.map((address) => ({ address })) })).receipt
}

/** Seats others in the next round, as when silent members are replaced. */
export async function seatAgain(id: Hex, members: readonly Hex[], k: number): Promise<void> {
  const { prisma } = database()
  const { round } = await prisma.receipt.findUniqueOrThrow({ where: { id } })
  const m = members.length
  await prisma.committee.create({
    data: {
      ...{ receiptId: id, round: round + 1, kind: 'REDRAW', state: 'WAITING', openedAt: currentTime() },
      ...{ k, m, wantedK: k, wantedM: m },
    },
  })
  await seatRound(id, members, { k })
}

type Said = {
  score?: number
  confidence?: number
  evidence_hash?: string
  evidence_ref?: string
  did?: string
  round?: number
}

/** The signature of a statement, over the text the desk hands out. */
export async function signStatement(who: Person, id: Hex, type: Judgement, said: Said = {}, now?: Date): Promise<Hex> {
  const { typed_data } = await getAttestationText(as(who, now), { id, type, ...said })
  if (!typed_data) throw new Error('This is no wallet’s to sign')
  return who.account.signTypedData(typed_data as Parameters<Person['account']['signTypedData']>[0])
}

/** Says it as the desk's pages do: asks for the text, signs it, hands it in. Scores are given as they are signed. */
export async function attest(who: Person, id: Hex, type: Judgement, said: Said = {}, now?: Date) {
  return attestReceipt(as(who, now), { id, type, ...said, signature: await signStatement(who, id, type, said, now) })
}

/** An auditor without a wallet, of this person: signs the canonical JSON of a document. */
export async function keyAuditor(owner: Person) {
  const key = keyAgent()
  await agent(owner, { did: key.did, auditor: true })
  return { did: key.did, member: memberOf(key.did), sign: (document: unknown) => key.sign(jcsBytes(document)) }
}
