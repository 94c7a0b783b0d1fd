import { ed25519 } from '@noble/curves/ed25519'
import type { Agent } from '@/lib/agent/agent'
import { ensureDemoAuditors } from '@/lib/agent/ensure-demo-auditors'
import { findAgent, putAgent, saveAuditor } from '@/lib/agent/store'
import { addSeconds, currentTime } from '@/lib/clock'
import { systemContext } from '@/lib/context'
import { database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import { pkhDid } from '@/lib/proof/did'
import { didKeyOf, memberOf } from '@/lib/proof/did-key'
import { type Person, person } from './people'

type Over = Partial<Pick<Agent, 'did' | 'name' | 'capabilities' | 'ttlSeconds' | 'auditor'>> & { now?: Date }

const DAY = 86_400

/** An agent of somebody's, registered without the proof: its DID is their wallet's unless another is given. */
export async function agent(owner: Person, over: Over = {}): Promise<Agent> {
  const { now = currentTime(), did = pkhDid(31337, owner.address), ttlSeconds = DAY, auditor = false } = over
  const sql = sqlOver(database().pool)
  await putAgent(sql, {
    id: newId(),
    did,
    member: memberOf(did),
    userId: owner.userId,
    organizationId: owner.organizationId,
    name: over.name ?? null,
    capabilities: over.capabilities ?? [{ description: 'Answers questions.', tags: ['questions'], version: '1.0.0' }],
    ttlSeconds,
    expiresAt: addSeconds(now, ttlSeconds),
    now,
  })
  await saveAuditor(sql, did, auditor, now)
  const made = await findAgent(sql, did)
  if (!made) throw new Error('The agent was not stored')
  return made
}

/** `count` people who stand for committees, each with an agent of their wallet's DID. */
export function auditors(count: number): Promise<Person[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const somebody = await person()
      await agent(somebody, { auditor: true })
      return somebody
    }),
  )
}

/** The seven of a local desk, registered as when it opens, and signed in. */
export async function demoAuditors(): Promise<Person[]> {
  await ensureDemoAuditors(systemContext('test'))
  return Promise.all([10, 11, 12, 13, 14, 15, 16].map((index) => person({ index })))
}

/** A key without a wallet: its DID, and what signs with it. */
export function keyAgent(): { did: string; sign(text: string | Uint8Array): `0x${string}` } {
  const secret = ed25519.utils.randomPrivateKey()
  const sign = (text: string | Uint8Array) => {
    const message = typeof text === 'string' ? new TextEncoder().encode(text) : text
    return `0x${Buffer.from(ed25519.sign(message, secret)).toString('hex')}` as const
  }
  return { did: didKeyOf(ed25519.getPublicKey(secret)), sign }
}
