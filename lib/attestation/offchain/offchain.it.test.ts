import { createTestClient, createWalletClient, http, parseEther } from 'viem'
import type { PrivateKeyAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { announceAnchored } from '@/lib/anchor/announce-anchored'
import { closeBatch } from '@/lib/anchor/close-batch'
import { mined } from '@/lib/chain/mined.mjs'
import { publicClient } from '@/lib/chain/public-client'
import { addSeconds } from '@/lib/clock'
import { systemContext } from '@/lib/context'
import { database } from '@/lib/db/client'
import { newId } from '@/lib/id'
import { httpReader } from '@/lib/proof/chain-reader'
import type { Hex } from '@/lib/proof/hash'
import { verifyInclusion } from '@/lib/proof/merkle'
import { findOffchainFault, type OffchainMessage, saltOf } from '@/lib/proof/offchain'
import type { WalletTypedData } from '@/lib/proof/typed-data'
import { verifyBundleOnline } from '@/lib/proof/verify'
import { ownDesk } from '@/test/desk-environment'
import { at, type Person, person } from '@/test/factories/people'
import { fundedAccount, rpcUrl } from '@/test/services/chain'
import type { TestDatabase } from '@/test/services/database'
import { encodeCapability } from '../encode'
import { getAttestation } from '../get'
import { getProof } from '../get-proof'
import { createIssuer } from '../issuer/create'
import { CreateIssuer } from '../issuer/schemas'
import { listAttestations } from '../list'
import { revokeAttestation } from '../revoke'
import { AttestationFilter, RevokeAttestation } from '../schemas'
import { createOffchain } from './create'
import { offchainRevocation } from './revocation.job'
import { MAX_LOOKS } from './revoke'
import { CreateOffchain } from './schemas'

const CHAIN = 31337
let own: TestDatabase
let account: PrivateKeyAccount
/** Attests by a wallet with coin, and by a key the desk keeps. */
let walleted: Person
let kept: Person
let recipient: Person
beforeAll(async () => {
  own = await ownDesk()
  account = await fundedAccount()
  walleted = await person({ account })
  kept = await person()
  recipient = await person()
  const issuer = (who: Person, body: object) => createIssuer(who.ctx, CreateIssuer.parse({ chain_id: CHAIN, ...body }))
  await issuer(walleted, { kind: 'WALLET', address: walleted.address })
  const asked = await issuer(kept, { kind: 'KEPT' })
  const signature = await sign(kept.account, 'typed_data' in asked ? (asked.typed_data as object) : {})
  await issuer(kept, { kind: 'KEPT', address: asked.address, signature })
})
afterAll(async () => {
  await database().close()
  await own.drop()
})

const code = (wanted: string, status?: number) => expect.objectContaining({ code: wanted, ...(status && { status }) })

function sign(who: Person['account'], asked: object, changes: object = {}): Promise<Hex> {
  const typedData = asked as WalletTypedData
  const { EIP712Domain: _, ...types } = typedData.types
  const { domain, primaryType } = typedData
  const message = { ...typedData.message, ...changes }
  return who.signTypedData({ domain, types, primaryType, message } as Parameters<typeof who.signTypedData>[0])
}

const what = (changes: object = {}) => ({
  chain_id: CHAIN,
  recipient: recipient.address,
  integra_hash: `0x${'0f'.repeat(32)}`,
  token_id: '12',
  capabilities: ['view'],
  ...changes,
})
const attest = (ctx: Person['ctx'], body: object) => createOffchain(ctx, CreateOffchain.parse(body))

/** What the wallet is asked to sign. */
async function asked(changes: object = {}) {
  const answer = await attest(walleted.ctx, what(changes))
  if (!('typed_data' in answer)) throw new Error('Nothing to sign')
  return { uid: answer.uid, typedData: answer.typed_data, message: answer.typed_data.message }
}
const handIn = async (message: OffchainMessage, signature: string, ctx = walleted.ctx) =>
  attest(ctx, { chain_id: CHAIN, message, signature })
const revoke = (who: Person, uid: string) => revokeAttestation(who.ctx, { uid, ...RevokeAttestation.parse({}) })
const leaves = () => database().prisma.anchorLeaf.findMany({ where: { kind: 'offchain' } })

/** What the verifier finds in the file of an attestation, with a node of its chain or without. */
async function verdictsOf(who: Person, uid: string, withNode: boolean) {
  const bytes = await (await getProof(who.ctx, { uid })).text()
  const chains = withNode ? [await httpReader(rpcUrl())] : []
  const { exit, links } = await verifyBundleOnline(bytes, { asOf: who.ctx.now, chains })
  return { exit, ...Object.fromEntries(links.map(({ name, verdict }) => [name, verdict])) }
}

describe('off-chain attestations', () => {
  it('signed over text that nobody could have asked for are refused', async () => {
    const { typedData, message } = await asked()
    for (const text of ['nul \u0000 in it', '\u202e reversed', 'long '.repeat(30)]) {
      const data = encodeCapability({ integraHash: `0x${'0f'.repeat(32)}`, tokenId: 12n, capabilities: [text] })
      const signature = await sign(walleted.account, typedData, { data })
      await expect(handIn({ ...message, data } as OffchainMessage, signature)).rejects.toMatchObject({
        code: 'E9004',
        fields: [{ path: 'message.data' }],
      })
    }
  })

  it('by a kept key are signed at once, stored with their leaf, and prove themselves', async () => {
    const made = await attest(kept.ctx, what())
    if (!('document' in made)) throw new Error('Not signed')
    expect(await findOffchainFault(made.document)).toBeNull()
    expect(made.document.sig.domain).toMatchObject({ name: 'EAS Attestation', chainId: CHAIN })
    expect((await leaves()).map(({ leaf }) => leaf)).toContain(made.uid)

    const shown = await getAttestation(recipient.ctx, { uid: made.uid })
    expect(shown).toMatchObject({
      status: 'SIGNED',
      offchain: true,
      direction: 'received',
      token_id: '12',
      inclusion: null,
    })
    expect(shown.document).toEqual(made.document)
    expect(await findOffchainFault(shown.document)).toBeNull()
    await expect(getAttestation(walleted.ctx, { uid: made.uid })).rejects.toEqual(code('E7001'))
    const { data } = await listAttestations(kept.ctx, AttestationFilter.parse({}))
    expect(data.map(({ uid }) => uid)).toEqual([made.uid])
  })

  it('by a wallet are asked for, signed there, and stored once', async () => {
    const { uid, typedData, message } = await asked()
    expect(await database().prisma.attestation.count({ where: { uid } })).toBe(0)
    const signature = await sign(account, typedData)
    const both = await Promise.all([handIn(message, signature), handIn(message, signature)])
    expect(both.map((made) => made.uid)).toEqual([uid, uid])
    expect((await leaves()).filter(({ leaf }) => leaf === uid)).toHaveLength(1)
    expect(await getAttestation(walleted.ctx, { uid })).toMatchObject({ status: 'SIGNED', attester: walleted.address })
  })

  it('are refused with another’s signature, changed, late, ended, or under a schema that is not allowed', async () => {
    const { typedData, message } = await asked()
    const signature = await sign(account, typedData)
    await expect(handIn(message, await sign(recipient.account, typedData))).rejects.toEqual(code('E1006'))
    await expect(handIn({ ...message, recipient: kept.address }, signature)).rejects.toEqual(code('E1006'))
    await expect(handIn(message, `0x${'00'.repeat(65)}`)).rejects.toEqual(code('E1006'))
    // Another organization cannot hand it in as its own.
    await expect(handIn(message, signature, kept.ctx)).rejects.toEqual(code('E1006'))

    const signedAs = async (changes: Partial<OffchainMessage>) =>
      handIn({ ...message, ...changes }, await sign(account, typedData, changes))
    const fields = (path: string) => ({ code: 'E9004', fields: [{ path: `message.${path}` }] })
    await expect(signedAs({ time: String(Number(message.time) - 601) })).rejects.toMatchObject(fields('time'))
    for (const expirationTime of [message.time, '253402300800', '18446744073709551615'])
      await expect(signedAs({ expirationTime })).rejects.toMatchObject(fields('expirationTime'))
    await expect(signedAs({ data: '0x12' })).rejects.toMatchObject(fields('data'))
    await expect(signedAs({ schema: `0x${'99'.repeat(32)}` })).rejects.toEqual(code('E7005'))
    await expect(signedAs({ salt: saltOf(kept.address, `0x${'01'.repeat(12)}`) })).rejects.toEqual(code('E1006'))
    await expect(asked({ expiration_time: 1 })).rejects.toMatchObject({ fields: [{ path: 'expiration_time' }] })
    await expect(attest(recipient.ctx, what())).rejects.toEqual(code('E9004', 409))
    expect(await database().prisma.attestation.count({ where: { organizationId: walleted.organizationId } })).toBe(1)
  })

  it('are confirmed with their batch, and their place in it is provable', async () => {
    const { uid } = await attest(kept.ctx, what({ token_id: '13' }))
    await closeBatch(systemContext('test', addSeconds(kept.ctx.now, 600)))
    const { inclusion } = await getAttestation(kept.ctx, { uid })
    if (!inclusion) throw new Error('In no batch')
    expect(await verdictsOf(kept, uid, false)).toMatchObject({ exit: 0, attestation: 'proven', inclusion: 'claimed' })
    expect(verifyInclusion(inclusion.root, 'offchain', uid, inclusion.proof)).toBe(true)
    expect(inclusion.anchor).toEqual({ state: 'pending' })

    const { prisma } = database()
    const batch = await prisma.anchorBatch.findFirstOrThrow({ where: { root: inclusion.root } })
    const status = async () => (await getAttestation(kept.ctx, { uid })).status
    await announceAnchored(systemContext('test'), batch.id)
    expect(await status()).toBe('SIGNED')
    const [blockTime, txHash] = [new Date('2026-11-20T12:00:00Z'), `0x${'07'.repeat(32)}`]
    const final = { state: 'FINAL', blockNumber: 7, blockTime, txHash }
    await prisma.anchorBatch.update({ where: { id: batch.id }, data: final })
    await announceAnchored(systemContext('test'), batch.id)
    expect(await status()).toBe('CONFIRMED')

    expect(await verdictsOf(kept, uid, false)).toMatchObject({ exit: 0, inclusion: 'proven', anchor: 'claimed' })
    // The chain has never heard of that root, whatever the desk's row says.
    expect(await verdictsOf(kept, uid, true)).toMatchObject({
      exit: 1,
      inclusion: 'proven',
      anchor: 'broken',
      revocation: 'proven',
    })
  })

  it('are revoked by their issuer’s own transaction, read back from the chain', async () => {
    const { uid, typedData, message } = await asked({ token_id: '14' })
    await handIn(message, await sign(account, typedData))
    await expect(revoke(kept, uid)).rejects.toEqual(code('E7001'))

    const waiting = await revoke(walleted, uid)
    if (!('calls' in waiting)) throw new Error('Nothing to send')
    expect(waiting).toMatchObject({ status: 'WAITING', from: walleted.address })
    const look = { chainId: CHAIN, uid, looks: 0 }
    await offchainRevocation.run(systemContext('test'), look)
    expect((await getAttestation(walleted.ctx, { uid })).status).toBe('SIGNED')

    const [call] = waiting.calls
    const wallet = createWalletClient({ account, chain: foundry, transport: http(rpcUrl()) })
    const hash = await wallet.sendTransaction({ to: call?.to as Hex, data: call?.data as Hex })
    await mined(publicClient(CHAIN), hash)
    await offchainRevocation.run(systemContext('test'), look)
    await offchainRevocation.run(systemContext('test'), look)
    expect(await verdictsOf(walleted, uid, true)).toMatchObject({
      exit: 1,
      attestation: 'proven',
      revocation: 'broken',
    })
    expect(await verdictsOf(walleted, uid, false)).toMatchObject({ exit: 0, revocation: 'claimed' })

    expect(await getAttestation(recipient.ctx, { uid })).toMatchObject({
      status: 'REVOKED',
      revoked_at: expect.any(Date),
    })
    await expect(revoke(walleted, uid)).rejects.toMatchObject({ status: 409 })
    const told = await database().prisma.event.count({ where: { type: 'attestation.revoked', subject: uid } })
    expect(told).toBe(1)
  })

  it('by a kept key are revoked by the desk, once that key’s address can pay', async () => {
    const { uid } = await attest(kept.ctx, what({ token_id: '15' }))
    const { attester } = await getAttestation(kept.ctx, { uid })
    await expect(revoke(kept, uid)).rejects.toMatchObject({ status: 409, message: expect.stringContaining(attester) })

    const anvil = createTestClient({ mode: 'anvil', chain: foundry, transport: http(rpcUrl()) })
    await anvil.setBalance({ address: attester, value: parseEther('1') })
    expect(await revoke(kept, uid)).toMatchObject({ status: 'WAITING', from: attester, calls: [] })
    const look = { chainId: CHAIN, uid, looks: 0 }
    await Promise.all([
      offchainRevocation.run(systemContext('test'), look),
      offchainRevocation.run(systemContext('test'), look),
    ])
    const status = async () => {
      await offchainRevocation.run(systemContext('test'), look)
      return (await getAttestation(kept.ctx, { uid })).status
    }
    await vi.waitFor(async () => expect(await status()).toBe('REVOKED'), { timeout: 10_000, interval: 100 })
    const sent = await database().prisma.chainTransaction.findMany({ where: { signer: attester } })
    expect(sent).toHaveLength(1)
  })

  it('are looked after by the hour, then given up: their nonce is free and their organization told', async () => {
    const { uid } = await attest(kept.ctx, what({ token_id: '16' }))
    const { attester } = await getAttestation(kept.ctx, { uid })
    const { prisma, pool } = database()
    const blank = { chainId: CHAIN, signer: attester, raw: '0x', maxFeePerGas: 1, createdAt: kept.ctx.now }
    const stuck = {
      ...blank,
      ...{ nonce: 99, purpose: 'eas', subjectId: `offchain:${CHAIN}:${uid}`, state: 'SUBMITTED' },
    }
    await prisma.chainTransaction.create({
      data: { ...stuck, id: newId(), hash: `0x${'99'.repeat(32)}`, updatedAt: kept.ctx.now },
    })
    const key = `offchain-revocation:${CHAIN}:${uid}`
    const waits = async () => {
      const jobs = 'SELECT extract(epoch FROM run_at - now())::float8 AS wait FROM graphile_worker.jobs WHERE key = $1'
      return (await pool.query<{ wait: number }>(jobs, [key])).rows.map(({ wait }) => Math.round(wait / 10) * 10)
    }
    // A key the desk cannot open now is no reason to forget it.
    const { key: sealed } = await prisma.issuer.findFirstOrThrow({ where: { address: attester } })
    const seal = (bytes: typeof sealed) =>
      prisma.issuer.updateMany({ where: { address: attester }, data: { key: bytes } })
    await seal(new Uint8Array(40))
    await offchainRevocation.run(systemContext('test', kept.ctx.now), { chainId: CHAIN, uid, looks: 7 })
    await seal(sealed)
    expect(await waits()).toEqual([90])

    // A year later, when nobody may sign with that key: it is only looked at.
    const later = systemContext('test', addSeconds(kept.ctx.now, 366 * 86_400))
    await offchainRevocation.run(later, { chainId: CHAIN, uid, looks: 60 })
    expect(await waits()).toEqual([3_600])

    await offchainRevocation.run(later, { chainId: CHAIN, uid, looks: MAX_LOOKS })
    expect(await prisma.chainTransaction.findFirst({ where: { nonce: 99 } })).toMatchObject({ state: 'DROPPED' })
    expect(await prisma.event.count({ where: { type: 'attestation.failed', subject: uid } })).toBe(1)
  })

  it('cannot be signed with a key whose delegation ended', async () => {
    const later = at(kept.ctx, addSeconds(kept.ctx.now, 366 * 86_400))
    await expect(attest(later, what())).rejects.toMatchObject({
      status: 409,
      message: expect.stringMatching(/delegation/),
    })
  })
})
