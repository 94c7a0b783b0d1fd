import { parseEther } from 'viem'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { currentTime } from '@/lib/clock'
import type { Ctx, UserActor } from '@/lib/context'
import { type Database, openDatabase } from '@/lib/db/client'
import { inTransaction } from '@/lib/db/transaction'
import { env } from '@/lib/env'
import { newId } from '@/lib/id'
import { balanceCommitment, nativeAsset } from '@/lib/proof/funds'
import type { Hex } from '@/lib/proof/hash'
import { ownDesk } from '@/test/desk-environment'
import { down, hanging, honest, html, type Kind, lying, rateLimiting, startProviders } from '@/test/fakes/rpc-providers'
import { fundedAccount, rpcUrl } from '@/test/services/chain'
import type { TestDatabase } from '@/test/services/database'
import { checkFunds } from './check'
import { readRequirements } from './read-funds'
import { CheckFunds } from './schemas'
import { saveReadings } from './store'

const LOCAL = 31337
const HELD = parseEther('3')

let desk: TestDatabase
let database: Database
const closing: (() => Promise<void>)[] = []

beforeAll(async () => {
  desk = await ownDesk()
  database = openDatabase(desk.url, 8)
})
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()))
  env().rpcUrls.set(LOCAL, [rpcUrl()])
})
afterAll(async () => {
  await database.close()
  await desk.drop()
})

/** Somebody signed in with a wallet that holds 3 ether. */
async function personWithWallet(linked: { kind?: string; chainId?: number; unlinkedAt?: Date } = {}) {
  const wallet = (await fundedAccount('3')).address.toLowerCase() as Hex
  const userId = newId()
  const verified = { chainId: LOCAL, kind: 'EOA', verifiedAt: currentTime(), ...linked }
  await database.prisma.user.create({ data: { id: userId } })
  await database.prisma.wallet.create({ data: { id: newId(), userId, address: wallet, ...verified } })

  const actor: UserActor = {
    kind: 'user',
    userId,
    organizationId: newId(),
    role: 'owner',
    wallet: { address: wallet, chainId: LOCAL },
    via: 'token',
    sessionId: newId(),
    keyId: null,
    scopes: null,
  }
  const ctx = (): Ctx<UserActor> => ({
    actor,
    now: currentTime(),
    requestId: newId(),
    db: database.prisma,
    pool: database.pool,
  })
  return { ctx, wallet, userId }
}

type Person = Awaited<ReturnType<typeof personWithWallet>>

const ask = (person: Person, changes: Record<string, unknown> = {}) =>
  checkFunds(
    person.ctx(),
    CheckFunds.parse({
      wallet_address: person.wallet,
      network: 'local',
      asset_type: 'NATIVE',
      min_balance: HELD.toString(),
      ...changes,
    }),
  )

/** The desk's providers of the local chain from now on. */
async function provideBy(...kinds: Kind[]) {
  const fakes = await startProviders(kinds, rpcUrl())
  closing.push(fakes.close)
  env().rpcUrls.set(LOCAL, fakes.urls)
  return fakes
}

const proofOf = (id: string) => database.prisma.fundsProof.findUniqueOrThrow({ where: { id } })

describe('checking one’s own wallet', () => {
  it('says yes or no, and keeps what was seen but not the balance', async () => {
    const person = await personWithWallet()
    const answer = await ask(person)
    expect(answer).toEqual({
      id: expect.any(String),
      status: 'PASSED',
      proof_type: 'OPAQUE_V1',
      provider: 'single provider',
      providers_agreed: 1,
      block_number: expect.any(Number),
      block_hash: expect.stringMatching(/^0x[0-9a-f]{64}$/),
      finalized_block_hash: answer.block_hash,
      balance_commitment: expect.stringMatching(/^0x[0-9a-f]{64}$/),
      salt: expect.stringMatching(/^0x[0-9a-f]{64}$/),
      checked_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    })
    expect(await proofOf(answer.id)).toMatchObject({
      userId: person.userId,
      challengeId: null,
      phase: 'check',
      network: 'eip155:31337',
      wallet: person.wallet,
      kind: 'BALANCE',
      asset: nativeAsset(LOCAL),
      status: 'PASSED',
      providersAgreed: 1,
      blockNumber: BigInt(answer.block_number as number),
      blockHash: answer.block_hash,
      balanceCommitment: answer.balance_commitment,
    })
    expect((await proofOf(answer.id)).minBalance.toFixed(0)).toBe(HELD.toString())
  })

  it('hands over what opens the commitment, once', async () => {
    const { salt, balance_commitment, block_hash, id } = await ask(await personWithWallet())
    const opened = { salt: salt as Hex, balance: HELD, asset: nativeAsset(LOCAL), blockHash: block_hash as Hex }
    expect(balanceCommitment(opened)).toBe(balance_commitment)
    const [row] = (await database.pool.query('SELECT p::text AS text FROM funds_proofs p WHERE id = $1', [id])).rows
    expect(row.text).toContain(balance_commitment)
    expect(row.text).not.toContain((salt as string).slice(2))
  })

  it('FAILED one unit above, and the last number there is', async () => {
    const person = await personWithWallet()
    expect(await ask(person, { min_balance: (HELD + 1n).toString() })).toMatchObject({ status: 'FAILED' })
    const most = (2n ** 256n - 1n).toString()
    const answer = await ask(person, { min_balance: most })
    expect((await proofOf(answer.id)).minBalance.toFixed(0)).toBe(most)
  })

  it('ten at once are ten proofs', async () => {
    const person = await personWithWallet()
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(person)))
    expect(new Set(answers.map(({ id }) => id)).size).toBe(10)
    expect(new Set(answers.map(({ salt }) => salt)).size).toBe(10)
    expect(answers.every(({ status }) => status === 'PASSED')).toBe(true)
  })
})

describe('who may not', () => {
  it('a stranger: E2008', async () => {
    const [owner, stranger] = [await personWithWallet(), await personWithWallet()]
    await expect(ask(stranger, { wallet_address: owner.wallet })).rejects.toMatchObject({ code: 'E2008' })
  })

  it('one who has let the wallet go: E2008', async () => {
    await expect(ask(await personWithWallet({ unlinkedAt: currentTime() }))).rejects.toMatchObject({ code: 'E2008' })
  })

  it('one who proved a contract elsewhere, where the same address may be somebody else’s: E2008', async () => {
    const elsewhere = await personWithWallet({ kind: 'CONTRACT', chainId: 8453 })
    await expect(ask(elsewhere)).rejects.toMatchObject({ code: 'E2008' })
    expect(await ask(await personWithWallet({ kind: 'CONTRACT' }))).toMatchObject({ status: 'PASSED' })
    expect(await ask(await personWithWallet({ chainId: 8453 }))).toMatchObject({ status: 'PASSED' })
  })
})

describe('a requirement of a challenge', () => {
  async function challengeBetween(creator: Person, counterparty: Person, accepted = true) {
    const check = { asset_type: 'NATIVE', min_balance: HELD.toString(), currency_symbol: 'ETH', recheck: 'lock' }
    const now = currentTime()
    const id = newId()
    await database.prisma.challenge.create({
      data: {
        id,
        organizationId: newId(),
        mode: 'GATEKEEPER',
        status: accepted ? 'AWAITING_GATEKEEPER' : 'AWAITING_COUNTERPARTY',
        title: 'Bike for 3 ETH',
        requirements: { creator: null, counterparty: { network: 'eip155:31337', funds_checks: [check] } },
        resolution: { strategy: 'MUTUAL' },
        creatorUserId: creator.userId,
        creatorAddress: creator.wallet,
        creatorChainId: LOCAL,
        counterpartyAddress: counterparty.wallet,
        counterpartyChainId: LOCAL,
        counterpartyUserId: accepted ? counterparty.userId : null,
        acceptedAt: accepted ? now : null,
        statusSince: now,
        deadlineAt: now,
        deadlineThen: 'EXPIRED',
        logHead: `0x${'00'.repeat(32)}`,
        logLength: 1,
      },
    })
    return id
  }

  it('may be checked by both parties; only the owner can open the proof', async () => {
    const [creator, counterparty] = [await personWithWallet(), await personWithWallet()]
    const challenge_id = await challengeBetween(creator, counterparty)

    const seen = await ask(creator, { wallet_address: counterparty.wallet, challenge_id })
    expect(seen).toMatchObject({ status: 'PASSED', balance_commitment: expect.any(String) })
    expect(seen).not.toHaveProperty('salt')
    expect(await proofOf(seen.id)).toMatchObject({ challengeId: challenge_id, userId: creator.userId })
    expect(await ask(counterparty, { challenge_id })).toMatchObject({ status: 'PASSED', salt: expect.any(String) })
  })

  it('and nothing else: E2009', async () => {
    const [creator, counterparty, stranger] = [
      await personWithWallet(),
      await personWithWallet(),
      await personWithWallet(),
    ]
    const challenge_id = await challengeBetween(creator, counterparty)
    const open = await challengeBetween(creator, counterparty, false)
    const asked = { wallet_address: counterparty.wallet, challenge_id }

    const refused: [Person, Record<string, unknown>][] = [
      [stranger, asked],
      [creator, { ...asked, min_balance: (HELD - 1n).toString() }],
      [creator, { ...asked, asset_type: 'ERC20', token_address: env().local.testToken }],
      [creator, { ...asked, wallet_address: stranger.wallet }],
      [creator, { challenge_id }],
      [creator, { ...asked, challenge_id: open }],
      [creator, { ...asked, challenge_id: newId() }],
    ]
    for (const [person, changes] of refused) {
      await expect(ask(person, changes)).rejects.toMatchObject({ code: 'E2009' })
    }
  })
})

describe('what the chain’s providers do', () => {
  it('with one lying it still passes', async () => {
    const person = await personWithWallet()
    await provideBy(lying(0n), honest, honest)
    expect(await ask(person)).toMatchObject({ status: 'PASSED', provider: 'quorum of 2', providers_agreed: 2 })
  })

  it('with too few that can be believed it is an ERROR, kept and never a no', async () => {
    const person = await personWithWallet()
    await provideBy(honest, lying(0n))
    const answer = await ask(person)
    expect(answer).toMatchObject({ status: 'ERROR', providers_agreed: 0, balance_commitment: null })
    expect(answer).not.toHaveProperty('salt')
    expect(await proofOf(answer.id)).toMatchObject({ status: 'ERROR', providersAgreed: 0, balanceCommitment: null })
  })

  it('with all of them down: E2004, and it recovers', async () => {
    const person = await personWithWallet()
    const fakes = await provideBy(down, hanging, rateLimiting, html)
    const before = await database.prisma.fundsProof.count()
    await expect(ask(person)).rejects.toMatchObject({ code: 'E2004', status: 502 })
    expect(await database.prisma.fundsProof.count()).toBe(before)

    for (const fake of fakes.providers.slice(0, 2)) fake.become(honest)
    expect(await ask(person)).toMatchObject({ status: 'PASSED' })
  })

  it('when they agree that there is no token: E2007', async () => {
    const token = { asset_type: 'ERC20', token_address: privateKeyToAddress(generatePrivateKey()) }
    await expect(ask(await personWithWallet(), token)).rejects.toMatchObject({ code: 'E2007' })
  })
})

describe('what is stored', () => {
  it('is the same through Prisma’s transactions, and goes with them', async () => {
    const { wallet } = await personWithWallet()
    const requirement = { index: 2, role: 'counterparty', network: LOCAL, wallet } as const
    const readings = await readRequirements({ now: currentTime() }, [
      { ...requirement, kind: 'BALANCE', assetType: 'NATIVE', minBalance: 1n },
      { ...requirement, index: 3, kind: 'WALLET_AGE', minWalletAgeDays: 30 },
      { ...requirement, index: 4, kind: 'TX_COUNT', minTransactions: 7 },
    ])
    const of = { readings, phase: 'lock', challengeId: newId() } as const
    const ids = await inTransaction({ db: database.prisma }, (tx) => saveReadings(tx, of))
    const rows = await Promise.all(ids.map(proofOf))
    expect(rows).toMatchObject([
      { role: 'counterparty', requirement: 2, phase: 'lock', kind: 'BALANCE', status: 'PASSED', userId: null },
      { requirement: 3, kind: 'WALLET_AGE', status: 'FAILED', balanceCommitment: null },
      { requirement: 4, kind: 'TX_COUNT', status: 'FAILED', asset: nativeAsset(LOCAL) },
    ])
    expect(rows.map(({ minBalance }) => minBalance.toFixed(0))).toEqual(['1', '30', '7'])
    expect(ids).toEqual([...ids].sort())

    let rolledBack: string[] = []
    await expect(
      inTransaction({ db: database.prisma }, async (tx) => {
        rolledBack = await saveReadings(tx, of)
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    await expect(proofOf(rolledBack[0] as string)).rejects.toThrow()
  })

  it('is stored together with the answer to an Idempotency-Key', async () => {
    const person = await personWithWallet()
    const seen: unknown[] = []
    const ctx = { ...person.ctx(), beforeCommit: async (_: unknown, result: unknown) => void seen.push(result) }
    const input = CheckFunds.parse({
      wallet_address: person.wallet,
      network: LOCAL,
      asset_type: 'NATIVE',
      min_balance: '1',
    })
    const answer = await checkFunds(ctx, input)
    expect(seen).toEqual([answer])

    const failing = { ...ctx, beforeCommit: () => Promise.reject(new Error('no room')) }
    const before = await database.prisma.fundsProof.count()
    await expect(checkFunds(failing, input)).rejects.toThrow('no room')
    expect(await database.prisma.fundsProof.count()).toBe(before)
  })
})
