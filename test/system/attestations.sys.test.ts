import { randomUUID } from 'node:crypto'
import { createPublicClient, http, parseAbi } from 'viem'
import type { PrivateKeyAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Hex } from '@/lib/proof/hash'
import { localAddresses } from '@/scripts/start/devnet.mjs'
import { type Client, signedIn } from './client'
import { type Desk, startDesk } from './desk'

const CHAIN = 'eip155:31337'
const REQUESTS = 100
const EAS = parseAbi([
  'struct Attestation { bytes32 uid; bytes32 schema; uint64 time; uint64 expirationTime; uint64 revocationTime; bytes32 refUID; address recipient; address attester; bool revocable; bytes data; }',
  'event Attested(address indexed recipient, address indexed attester, bytes32 uid, bytes32 indexed schemaUID)',
  'function getAttestation(bytes32 uid) view returns (Attestation attestation)',
  'function getNonce(address account) view returns (uint256)',
])

let desk: Desk
let owner: Client
let issuer: Hex
beforeAll(async () => {
  desk = await startDesk()
  owner = await signedIn(desk)
  issuer = await keptIssuer(owner)
})
afterAll(() => desk?.close())

/** The desk makes the key, the owner's wallet signs for it. */
async function keptIssuer(by: Client): Promise<Hex> {
  type Asked = { address: Hex; typed_data: { types: Record<string, unknown> } }
  const asked = await by.post<Asked>('/issuers', { chain_id: CHAIN, kind: 'KEPT' })
  const { EIP712Domain: _, ...types } = asked.typed_data.types
  const typed = { ...asked.typed_data, types } as Parameters<PrivateKeyAccount['signTypedData']>[0]
  const signature = await by.account.signTypedData(typed)
  await by.post('/issuers', { chain_id: CHAIN, kind: 'KEPT', address: asked.address, signature })
  return asked.address.toLowerCase() as Hex
}

type Flow = { status: string; items: { status: string; uid?: Hex }[] }
const attest = async (token: number) => {
  const body = {
    ...{ chain_id: CHAIN, schema: 'capability', recipient: owner.address },
    ...{ integra_hash: `0x${'1d'.repeat(32)}`, token_id: String(token), capabilities: ['view'] },
  }
  const key = { headers: { 'idempotency-key': randomUUID() } }
  return (await owner.post<{ workflow_id: string }>('/attestations', body, key)).workflow_id
}
const flow = (id: string) => owner.get<Flow>(`/attestation-workflows/${id}`)
const flows = (ids: readonly string[]) => Promise.all(ids.map(flow))

const chain = () => createPublicClient({ chain: foundry, transport: http(desk.rpcUrl), cacheTime: 0 })
const eas = { address: localAddresses.eas as Hex, abi: EAS } as const
async function uidsOnChain(): Promise<Set<Hex | undefined>> {
  const logs = await chain().getContractEvents({
    ...eas,
    eventName: 'Attested',
    args: { attester: issuer },
    fromBlock: 0n,
  })
  expect(new Set(logs.map(({ args }) => args.uid)).size).toBe(logs.length)
  return new Set(logs.map(({ args }) => args.uid))
}
const patience = { timeout: 120_000, interval: 500 }

/** Every workflow is confirmed, and the chain holds exactly what they say. */
async function expectAllOnce(ids: readonly string[]): Promise<void> {
  await expect
    .poll(async () => {
      const uids = (await flows(ids)).map(({ status, items }) => (status === 'CONFIRMED' ? items[0]?.uid : status))
      return [new Set(uids), await uidsOnChain()]
    }, patience)
    .toSatisfy(([told, held]: Set<string>[]) => told?.size === ids.length && isSame(told, held))
}
const isSame = (one: Set<string>, other: Set<string> | undefined) =>
  one.size === other?.size && [...one].every((uid) => other.has(uid))

async function killAndRise(victim: 'worker' | 'anvil'): Promise<void> {
  desk.kill(victim)
  await desk.ended
  await desk.start()
}

it('a hundred requests at once stand on the chain once each, whoever is killed meanwhile', async () => {
  const ids = await Promise.all(Array.from({ length: REQUESTS }, (_, token) => attest(token)))
  await expect.poll(async () => (await flow(ids[0] ?? '')).status, patience).not.toBe('PENDING')
  await killAndRise('worker')
  await expectAllOnce(ids)
  await killAndRise('anvil')
  await expectAllOnce(ids)
  expect(await chain().readContract({ ...eas, functionName: 'getNonce', args: [issuer] })).toBe(BigInt(REQUESTS))

  const uid = (await flow(ids[7] ?? '')).items[0]?.uid ?? '0x'
  const standing = () => chain().readContract({ ...eas, functionName: 'getAttestation', args: [uid] })
  expect((await standing()).attester.toLowerCase()).toBe(issuer)
  const stranger = await signedIn(desk)
  expect(await stranger.call('POST', `/attestations/${uid}/revoke`, { body: {} })).toMatchObject({ status: 404 })
  expect((await standing()).revocationTime).toBe(0n)

  const { workflow_id } = await owner.post<{ workflow_id: string }>(`/attestations/${uid}/revoke`, {})
  await expect.poll(async () => (await flow(workflow_id)).status, patience).toBe('CONFIRMED')
  expect((await standing()).revocationTime).toBeGreaterThan(0n)
  expect(await owner.get(`/attestations/${uid}`)).toMatchObject({ status: 'REVOKED' })
}, 600_000)
