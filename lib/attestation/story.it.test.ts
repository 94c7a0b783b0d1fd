import { createTestClient, http, parseEther } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addSeconds } from '@/lib/clock'
import { systemContext } from '@/lib/context'
import { database } from '@/lib/db/client'
import { type ChainReader, httpReader } from '@/lib/proof/chain-reader'
import type { WalletTypedData } from '@/lib/proof/typed-data'
import { verifyBundleOnline } from '@/lib/proof/verify'
import { ownDesk } from '@/test/desk-environment'
import { type Person, person } from '@/test/factories/people'
import { rpcUrl } from '@/test/services/chain'
import type { TestDatabase } from '@/test/services/database'
import { createBatch } from './create'
import { getAttestation } from './get'
import { getProof } from './get-proof'
import { createIssuer } from './issuer/create'
import { endIssuer } from './issuer/end'
import { CreateIssuer } from './issuer/schemas'
import { listAttestations } from './list'
import { readAttestation } from './read-eas'
import { revokeAttestation } from './revoke'
import { AttestationFilter, CreateBatch, RevokeAttestation } from './schemas'
import { attestChain } from './send/attest-chain'
import { easChain } from './send/eas-chain'
import { getWorkflow } from './workflow/get'

const CHAIN = 31337
const key = generatePrivateKey()
let own: TestDatabase
let acme: Person
let recipient: Person
beforeAll(async () => {
  own = await ownDesk()
  const anvil = createTestClient({ mode: 'anvil', chain: foundry, transport: http(rpcUrl()) })
  await anvil.setBalance({ address: privateKeyToAccount(key).address, value: parseEther('10') })
  acme = await person()
  recipient = await person()
})
afterAll(async () => {
  await database().close()
  await own.drop()
})

let seconds = 0
/** The worker looks until the workflow has ended. */
async function ended(id: string) {
  for (let looks = 0; looks < 40; looks++) {
    const flow = await getWorkflow(acme.ctx, { id, after: -1 })
    if (!['PENDING', 'RUNNING'].includes(flow.status)) return flow
    seconds += 5
    const ctx = systemContext('test', addSeconds(acme.ctx.now, seconds))
    await attestChain(ctx, CHAIN, () => ({ chain: easChain(CHAIN), key }))
  }
  throw new Error('It never ends')
}

async function keptIssuer() {
  const asked = await createIssuer(acme.ctx, CreateIssuer.parse({ chain_id: CHAIN, kind: 'KEPT' }))
  const { domain, message, primaryType, types } = ('typed_data' in asked && asked.typed_data) as WalletTypedData
  const { EIP712Domain: _, ...fields } = types
  const question = { domain, message, primaryType, types: fields } as Parameters<typeof acme.account.signTypedData>[0]
  const signature = await acme.account.signTypedData(question)
  const { address } = asked
  return createIssuer(acme.ctx, CreateIssuer.parse({ chain_id: CHAIN, kind: 'KEPT', address, signature }))
}

it('is attested by the organization’s kept key on the chain, found by who made it and got it, and revoked', async () => {
  const issuer = await keptIssuer()
  const items = [1, 2, 3].map((at) => ({
    recipient: recipient.address,
    integra_hash: `0x${'5e'.repeat(32)}`,
    token_id: String(at),
    capabilities: ['view', `page ${at}`],
    // The second refers to nothing: EAS refuses it, and it alone.
    ...(at === 2 && { ref_uid: `0x${'66'.repeat(32)}` }),
  }))
  const { workflow_id } = await createBatch(acme.ctx, CreateBatch.parse({ chain_id: CHAIN, items }))
  const flow = await ended(workflow_id)
  expect(flow).toMatchObject({ status: 'PARTLY_FAILED', confirmed: 2, failed: 1, total: 3 })
  expect(flow.items.map(({ status }) => status)).toEqual(['CONFIRMED', 'FAILED', 'CONFIRMED'])
  const uid = flow.items[0]?.uid ?? '0x'
  expect(await readAttestation(CHAIN, uid)).toMatchObject({ revocationTime: 0n })
  expect((await readAttestation(CHAIN, uid))?.attester.toLowerCase()).toBe(issuer.address)

  const received = await listAttestations(recipient.ctx, AttestationFilter.parse({ direction: 'received' }))
  expect(received.data.map(({ token_id }) => token_id).sort()).toEqual(['1', '3'])
  const shown = await getAttestation(acme.ctx, { uid })
  expect(shown).toMatchObject({
    status: 'CONFIRMED',
    attester: issuer.address,
    direction: 'sent',
    tx_hash: flow.items[0]?.tx_hash,
  })

  const node = await httpReader(rpcUrl())
  const file = await (await getProof(recipient.ctx, { uid })).text()
  const check = async (bytes: string, ...chains: ChainReader[]) => {
    const { exit, links } = await verifyBundleOnline(bytes, { asOf: acme.ctx.now, chains })
    return { exit, says: links.map(({ name, verdict }) => `${name}: ${verdict}`) }
  }
  const standing = ['canonical bytes: proven', 'attestation: proven', 'revocation: proven', 'expiry: proven']
  expect(await check(file, node)).toEqual({ exit: 0, says: standing })
  expect((await check(file)).exit).toBe(2)
  expect((await check(file.replace(recipient.address, acme.address), node)).says).toContain('attestation: broken')

  const revoked = await revokeAttestation(acme.ctx, { uid, ...RevokeAttestation.parse({}) })
  const revocation = await ended('workflow_id' in revoked ? revoked.workflow_id : '')
  expect(revocation).toMatchObject({ status: 'CONFIRMED', operation: 'REVOKE', confirmed: 1 })
  expect((await readAttestation(CHAIN, uid))?.revocationTime).toBeGreaterThan(0n)
  expect(await getAttestation(recipient.ctx, { uid })).toMatchObject({
    status: 'REVOKED',
    revoked_at: expect.any(Date),
  })
  await expect(revokeAttestation(acme.ctx, { uid, ...RevokeAttestation.parse({}) })).rejects.toMatchObject({
    status: 409,
  })

  // What the key made, nobody revokes once it attests no more.
  await endIssuer(acme.ctx, { id: issuer.id })
  const other = flow.items[2]?.uid ?? '0x'
  await expect(revokeAttestation(acme.ctx, { uid: other, ...RevokeAttestation.parse({}) })).rejects.toMatchObject({
    status: 409,
  })
})
