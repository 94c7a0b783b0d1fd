import type { LocalAccount } from 'viem'
import { call, LOCAL_CHAIN, type Party } from '../../e2e/parties'
import { didOf, handedIn, memberOf, state, untilCommittee, untilTask } from '../../e2e/tasks'

/** A translation that three of five auditors pass, its client content. Resolves to its receipt's id. */
export async function judgedTask(client: Party, provider: Party): Promise<string> {
  const id = await handedIn(client, provider, 'Translation, Dutch to English, 12 pages', { latency_ms: 4_200 })
  const committee = await untilCommittee(client, id)
  await state(client, id, { type: 'ACCEPTED' })
  for (const [at, score] of ['0.9', '0.85', '0.95'].entries()) {
    await state(await memberOf(committee, at), id, { type: 'AUDIT_PASS', score, confidence: '0.9' })
  }
  await untilTask(client, id, 'FINALIZED')
  return id
}

/** Lists what somebody's agent can do. Resolves to its DID. */
export async function registeredAgent(party: Party): Promise<string> {
  const did = didOf(party)
  const asked = await call<{ challenge_id: string; message: string }>('POST', 'agents/challenge', {
    ...{ party, body: { did } },
  })
  const signature = await party.account.signMessage({ message: asked.message })
  const description = 'Translates leases and contracts from Dutch to English, sworn, as a signed file.'
  const capabilities = [{ description, tags: ['translation', 'legal'], version: '1.2.0' }]
  const body = { did, challenge_id: asked.challenge_id, signature, name: 'De Wit Translations', capabilities }
  await call('POST', 'agents', { party, body })
  return did
}

type TypedData = Parameters<LocalAccount['signTypedData']>[0]

/** Three rights to a document, by a key the desk keeps, one of them revoked. */
export async function attestedRights(party: Party): Promise<void> {
  const kept = { chain_id: LOCAL_CHAIN, kind: 'KEPT' }
  const asked = await call<{ address: string; typed_data: TypedData }>('POST', 'issuers', { party, body: kept })
  const signature = await party.account.signTypedData(asked.typed_data)
  await call('POST', 'issuers', { party, body: { ...kept, address: asked.address, signature } })

  const rights = [['view'], ['view', 'transfer'], ['view', 'sublet']]
  const items = rights.map((capabilities, index) => ({
    ...{ recipient: `0x${'5b'.repeat(19)}${10 + index}`, integra_hash: `0x${'1f'.repeat(32)}` },
    ...{ token_id: String(index + 1), capabilities },
  }))
  const body = { chain_id: LOCAL_CHAIN, schema: 'capability', items }
  const { workflow_id } = await call<{ workflow_id: string }>('POST', 'attestations/batch', { party, body })
  const [first] = await untilConfirmed(party, workflow_id)
  const revoked = await call<{ workflow_id: string }>('POST', `attestations/${first?.uid}/revoke`, { party, body: {} })
  await untilConfirmed(party, revoked.workflow_id)
}

type Workflow = { status: string; items: { uid?: string }[] }

async function untilConfirmed(party: Party, id: string): Promise<Workflow['items']> {
  for (const end = Date.now() + 60_000; Date.now() < end; await new Promise((resume) => setTimeout(resume, 500))) {
    const { status, items } = await call<Workflow>('GET', `attestation-workflows/${id}`, { party })
    if (status === 'CONFIRMED') return items
  }
  throw new Error(`Workflow ${id} was not confirmed in time`)
}
