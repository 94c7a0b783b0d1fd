import { createHmac } from 'node:crypto'
import { createWalletClient, decodeFunctionData, encodeFunctionData, http, parseTransaction } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { POST } from '@/app/api/v1/chain/webhooks/[network]/route'
import { mined } from '@/lib/chain/mined.mjs'
import { addSeconds, currentTime } from '@/lib/clock'
import { systemContext } from '@/lib/context'
import { type Database, database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { env } from '@/lib/env'
import type { Hex } from '@/lib/proof/hash'
import { ownDesk } from '@/test/desk-environment'
import { backdating, denying, down, honest, type Kind, lying, startProviders } from '@/test/fakes/rpc-providers'
import { addresses, rpcUrl } from '@/test/services/chain'
import type { TestDatabase } from '@/test/services/database'
import { EAS_ABI } from '../eas-abi'
import { refusedHints } from '../hint'
import { onlooker, type TestIssuer, testIssuer, testWorkflow } from './attest.fixture'
import { attestChain } from './attest-chain'
import { directCall } from './calls'
import { type EasChain, easChain } from './eas-chain'
import { lookAtHint } from './look-at-hint'
import { listLoose } from './store'

const [SECRET, PREVIOUS] = ['s'.repeat(40), 'p'.repeat(40)]

let fresh: TestDatabase
let db: Database
let chain: EasChain
let seen: ReturnType<typeof onlooker>
beforeAll(async () => {
  fresh = await ownDesk({ RPC_1: rpcUrl(), CHAIN_WEBHOOK_SECRET: SECRET, CHAIN_WEBHOOK_SECRET_PREVIOUS: PREVIOUS })
  db = database()
  seen = onlooker(rpcUrl(), addresses().eas as Hex)
  chain = easChain(31337)
})
afterAll(async () => {
  await db?.close()
  await fresh?.drop()
})

let key: Hex
let start: Date
let passed = 0
beforeEach(async () => {
  await db.pool.query(
    'TRUNCATE attestation_items, attestation_workflows, attestation_submissions, attestations, chain_transactions, attestation_chains CASCADE',
  )
  key = generatePrivateKey()
  await seen.fund(privateKeyToAccount(key).address)
  start = currentTime()
  passed = 0
})

const ctx = (seconds = 5) => {
  passed += seconds
  return systemContext('test', addSeconds(start, passed))
}
const look = (changes: Partial<EasChain> = {}, seconds = 5) =>
  attestChain(ctx(seconds), 31337, () => ({ chain: { ...chain, ...changes }, key }))
const items = () => db.prisma.attestationItem.findMany({ orderBy: { index: 'asc' } })
const statuses = async () => (await items()).map(({ status }) => status)
const some = (count: number) => Array.from({ length: count }, () => ({}))

/** Sends from somebody's own address, until it is in a block. */
async function sendAs(privateKey: Hex, data: Hex): Promise<Hex> {
  const account = privateKeyToAccount(privateKey)
  await seen.fund(account.address)
  const wallet = createWalletClient({ account, chain: foundry, transport: http(rpcUrl()) })
  const hash = await wallet.sendTransaction({ to: chain.address, data })
  const receipt = await mined(seen.client, hash)
  expect(receipt.status).toBe('success')
  return hash
}

describe('what somebody takes out of the open and sends first', () => {
  let issuer: TestIssuer
  beforeEach(async () => {
    issuer = await testIssuer(db, { now: start })
  })
  /** Signs, and keeps the transaction from the chain. Answers its call. */
  async function held(count: number): Promise<Hex> {
    await testWorkflow(db, issuer, some(count), { now: start })
    let raw: Hex = '0x'
    const keep = async (sent: Hex) => {
      raw = sent
      return 'sent' as const
    }
    await look({ send: keep })
    return parseTransaction(raw).data ?? '0x'
  }

  it('stands by their transaction, and is not sent again', async () => {
    const data = await held(3)
    const hash = await sendAs(generatePrivateKey(), data)
    await expect.poll(() => look().then(statuses)).toEqual(['CONFIRMED', 'CONFIRMED', 'CONFIRMED'])
    expect((await items()).every(({ txHash }) => txHash === hash)).toBe(true)
    expect(await seen.attestedBy(issuer.address)).toHaveLength(3)
  })

  it('in part: the rest is signed anew only when its old signatures can count no more', async () => {
    const data = await held(3)
    const { args } = decodeFunctionData({ abi: EAS_ABI, data })
    const [[request]] = args as unknown as [[{ data: unknown[]; signatures: unknown[] }]]
    const first = { ...request, data: request.data.slice(0, 1), signatures: request.signatures.slice(0, 1) }
    const partial = encodeFunctionData({
      abi: EAS_ABI,
      functionName: 'multiAttestByDelegation',
      args: [[first]] as never,
    })
    await sendAs(generatePrivateKey(), partial)
    for (let round = 0; round < 4; round++) await look()
    expect((await statuses()).sort()).toEqual(['CONFIRMED', 'PENDING', 'PENDING'])
    expect(await seen.attestedBy(issuer.address)).toHaveLength(1)

    const { timestamp } = await seen.client.getBlock()
    const later = async () => ({ ...(await chain.head()), seconds: Number(timestamp) + 2_000 })
    await expect.poll(() => look({ head: later }).then(statuses)).toEqual(['CONFIRMED', 'CONFIRMED', 'CONFIRMED'])
    expect(await seen.attestedBy(issuer.address)).toHaveLength(3)
  })
})

describe('a wallet of their own', () => {
  let issuer: TestIssuer
  beforeEach(async () => {
    issuer = await testIssuer(db, { kind: 'WALLET', now: start })
  })
  const callOf = async () => {
    const loose = await listLoose(sqlOver(db.pool), issuer.id)
    return directCall(loose[0]?.schema_uid ?? '0x', loose)
  }

  it('sends by itself, and the desk finds it on the chain', async () => {
    await testWorkflow(db, issuer, some(3), { now: start })
    await look()
    expect(await statuses()).toEqual(['PENDING', 'PENDING', 'PENDING'])
    expect(await db.prisma.chainTransaction.count()).toBe(0)

    const hash = await sendAs(issuer.key, await callOf())
    await look()
    expect(await statuses()).toEqual(['CONFIRMED', 'CONFIRMED', 'CONFIRMED'])
    const rows = await items()
    for (const [index, { uid, recipient }] of rows.entries()) {
      expect((await seen.attestation(uid as Hex)).recipient.toLowerCase(), `item ${index}`).toBe(recipient)
    }
    expect(await db.prisma.attestation.count({ where: { txHash: hash, organizationId: issuer.organizationId } })).toBe(
      3,
    )

    const uid = rows[1]?.uid as Hex
    await testWorkflow(db, issuer, [{ uid }], { now: start, operation: 'REVOKE' })
    await sendAs(issuer.key, await callOf())
    await look()
    expect(await db.prisma.attestation.findMany({ where: { status: 'REVOKED' } })).toMatchObject([{ uid }])
  })

  it('is looked for further on each time, however long ago it was asked', async () => {
    await testWorkflow(db, issuer, some(1), { now: start })
    const ranges: number[] = []
    const far: Partial<EasChain> = {
      head: async () => ({ ...(await chain.head()), number: 90_000 }),
      blockAt: async () => 100,
      spokenBy: async (_, { from }) => {
        ranges.push(from)
        return []
      },
    }
    await look(far)
    const first = ranges.splice(0)
    await look(far)
    expect([first[0], ranges[0]]).toEqual([100, 20_100 - 64])
  })

  it('may say what it sent: that waits for the chain, and again for the wallet when it was something else', async () => {
    await testWorkflow(db, issuer, some(2), { now: start })
    const [first, second] = await listLoose(sqlOver(db.pool), issuer.id)
    const call = (item: typeof first) => (item ? directCall(item.schema_uid, [item]) : '0x')
    const other = await sendAs(generatePrivateKey(), encodeFunctionData({ abi: EAS_ABI, functionName: 'version' }))
    const say = (id: string | undefined, sentHash: string) =>
      db.prisma.attestationItem.update({ where: { id: id ?? '' }, data: { sentHash, sentAt: start } })
    await say(first?.id, other)
    await say(second?.id, `0x${'0e'.repeat(32)}`)
    await look()
    expect((await items()).map(({ sentHash }) => sentHash)).toEqual([null, `0x${'0e'.repeat(32)}`])

    await say(first?.id, await sendAs(issuer.key, call(first)))
    await look()
    expect(await statuses()).toEqual(['CONFIRMED', 'PENDING'])
  })

  it('is believed by what it attested, not by how much', async () => {
    await testWorkflow(db, issuer, [{ capability: 'read' }], { now: start })
    const asked = await callOf()
    await db.prisma.attestationItem.updateMany({ data: { data: `0x${'00'.repeat(32)}` } })
    await sendAs(issuer.key, asked)
    await look()
    expect(await statuses()).toEqual(['PENDING'])

    // A wallet has a day more than the desk: people are no machines.
    const expireSince = (seconds: number) =>
      db.prisma.attestationItem.updateMany({ data: { expiresAt: addSeconds(start, passed - seconds) } })
    await expireSince(86_300)
    await look()
    expect(await statuses()).toEqual(['PENDING'])
    await expireSince(86_400)
    await look()
    expect(await statuses()).toEqual(['EXPIRED'])
  })
})

describe('a provider’s webhook', () => {
  const at = (seconds = 0) => String(Math.floor(currentTime().getTime() / 1000) + seconds)
  const call = async (body: string, changes: { timestamp?: string; key?: string; network?: string } = {}) => {
    const { timestamp = at(), key: signer = SECRET, network = 'local' } = changes
    const signature = createHmac('sha256', signer ?? '')
      .update(`${timestamp}.${body}`)
      .digest('hex')
    const request = new Request(`http://localhost/api/v1/chain/webhooks/${network}`, {
      method: 'POST',
      body,
      headers: { 'x-countersign-timestamp': timestamp, 'x-countersign-signature': signature },
    })
    const answer = await POST(request, { params: { network } })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }
  const hints = () => db.prisma.chainHint.findMany({ orderBy: { receivedAt: 'asc' } })
  const looks = async () =>
    (await db.pool.query("SELECT 1 FROM graphile_worker.jobs WHERE task_identifier = 'look-at-hint'")).rowCount

  it('makes the desk look, and nothing else', async () => {
    const issuer = await testIssuer(db, { kind: 'WALLET', now: start })
    await testWorkflow(db, issuer, some(1), { now: start })
    const loose = await listLoose(sqlOver(db.pool), issuer.id)
    const hash = await sendAs(issuer.key, directCall(loose[0]?.schema_uid ?? '0x', loose))

    const body = JSON.stringify({ event: { activity: [{ hash, status: 'CONFIRMED' }] } })
    expect(await call(body)).toMatchObject({ status: 202, body: { status: 'ACCEPTED', looking_at: 1 } })
    expect(await statuses()).toEqual(['PENDING'])
    expect(await looks()).toBe(1)
    const [hint] = await hints()
    expect(hint).toMatchObject({ chainId: 31337, txHashes: [hash], processedAt: null })

    await lookAtHint(ctx(), hint?.id ?? '')
    expect(await statuses()).toEqual(['MINED'])
    expect((await hints())[0]?.processedAt).not.toBeNull()
    await lookAtHint(ctx(), hint?.id ?? '')
    await look()
    expect(await statuses()).toEqual(['CONFIRMED'])
  })

  it('is refused again, late, early, unsigned or for another network, and counted', async () => {
    const before = refusedHints()
    const timestamp = at()
    expect((await call('{}', { timestamp })).status).toBe(202)
    expect(await call('{}', { timestamp })).toMatchObject({ status: 409, body: { code: 'E9009' } })
    expect((await call('{}', { key: PREVIOUS, timestamp: at(1) })).status).toBe(202)
    const refused = [{ key: 'x'.repeat(40) }, { timestamp: at(-400) }, { timestamp: at(400) }, { timestamp: 'soon' }]
    for (const changes of refused) {
      expect(await call('{}', changes)).toMatchObject({ status: 401, body: { code: 'E9006' } })
    }
    expect(refusedHints() - before).toBe(refused.length)
    expect(await call('{}', { network: 'atlantis', timestamp: at(2) })).toMatchObject({ body: { code: 'E2002' } })
    expect(await call('{}', { timestamp, network: '1' })).toMatchObject({ status: 409, body: { code: 'E9009' } })
    const stored = (await hints()).length
    expect(await call('not json', { timestamp: at(3) })).toMatchObject({ status: 202, body: { looking_at: 0 } })
    expect(await hints()).toHaveLength(stored + 1)
  })
})

describe('a provider that is alone with what it says', () => {
  it.each<[string, Kind[]]>([
    ['since the others know nothing of it', [honest, denying, denying]],
    ['since the others say that EAS holds something else', [honest, lying(1n), lying(1n)]],
    ['since the only other one is away', [honest, down]],
    ['when the block it names is another than two others name', [backdating, honest, honest]],
  ])('confirms nothing, %s', async (_why, kinds) => {
    const fakes = await startProviders(kinds, rpcUrl())
    env().rpcUrls.set(31337, fakes.urls)
    const lookAgain = () => attestChain(ctx(), 31337, () => ({ chain: easChain(31337), key }))
    try {
      const issuer = await testIssuer(db, { now: start })
      await testWorkflow(db, issuer, some(2), { now: start })
      await expect.poll(() => lookAgain().then(statuses)).toEqual(['MINED', 'MINED'])
      for (let round = 0; round < 3; round++) await lookAgain()
      expect(await statuses()).toEqual(['MINED', 'MINED'])

      for (const provider of fakes.providers) provider.become(honest)
      await expect.poll(() => lookAgain().then(statuses)).toEqual(['CONFIRMED', 'CONFIRMED'])
      const [log] = await seen.attestedBy(issuer.address)
      const submissions = await db.prisma.attestationSubmission.findMany()
      expect(submissions).toMatchObject([{ blockNumber: log?.blockNumber, blockHash: log?.blockHash }])
    } finally {
      env().rpcUrls.set(31337, [rpcUrl()])
      await fakes.close()
    }
  })
})
