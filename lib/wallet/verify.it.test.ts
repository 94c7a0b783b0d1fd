import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { parseSiweMessage } from 'viem/siwe'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addSeconds, currentTime } from '@/lib/clock'
import type { Ctx } from '@/lib/context'
import { database } from '@/lib/db/client'
import { newId } from '@/lib/id'
import { getMe } from '@/lib/identity/get-me'
import { ownDesk } from '@/test/desk-environment'
import { anonymous, at, person, signedIn } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { createWalletChallenge } from './create-challenge'
import { CreateWalletChallenge } from './schemas'
import { verifyWallet } from './verify'

let own: TestDatabase
beforeAll(async () => {
  own = await ownDesk({ APP_URL: 'http://localhost:3000' })
})
afterAll(async () => {
  await database().close()
  await own.drop()
})

const newAccount = () => privateKeyToAccount(generatePrivateKey())
type Account = ReturnType<typeof newAccount>

/** Asks as the HTTP door would: the body goes through its schema. */
const ask = (ctx: Ctx, account: Pick<Account, 'address'>, body: object = {}) =>
  createWalletChallenge(
    ctx,
    CreateWalletChallenge.parse({ wallet_address: account.address, chain_id: 'eip155:31337', ...body }),
  )

/** A challenge and what its wallet signed. */
async function signed(ctx: Ctx, account: Account, body: object = {}) {
  const challenge = await ask(ctx, account, body)
  return {
    challenge_id: challenge.challenge_id,
    signature: await account.signMessage({ message: challenge.message }),
    challenge,
  }
}

const code = (wanted: string) => expect.objectContaining({ code: wanted })
const statusOf = async (id: string) =>
  (await database().prisma.walletChallenge.findUniqueOrThrow({ where: { id } })).status

describe('a wallet challenge', () => {
  it('is an EIP-4361 text for this desk, with everything domain §1 asks for', async () => {
    const account = newAccount()
    const now = currentTime()
    const challenge = await ask(anonymous({ now }), account, { chain_id: 8453 })

    expect(parseSiweMessage(challenge.message)).toEqual({
      address: account.address,
      chainId: 8453,
      domain: 'localhost:3000',
      uri: 'http://localhost:3000',
      version: '1',
      nonce: challenge.nonce,
      requestId: challenge.challenge_id,
      issuedAt: now,
      expirationTime: addSeconds(now, 600),
      statement: expect.stringContaining('Sign in'),
    })
    expect(challenge.expires_at).toEqual(addSeconds(now, 600))
    expect(challenge.nonce).toMatch(/^[0-9a-f]{32}$/)
  })

  it('has a nonce of its own each time', async () => {
    const account = newAccount()
    const nonces = await Promise.all(Array.from({ length: 20 }, async () => (await ask(anonymous(), account)).nonce))
    expect(new Set(nonces).size).toBe(20)
  })

  it.each([
    ['E1001', { wallet_address: '0x123', chain_id: 1 }],
    ['E1001', { wallet_address: '0x5aAeb6053f3E94C9b9A09f33669435E7Ef1BeAed', chain_id: 1 }],
    ['E1002', { wallet_address: '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed', chain_id: 'eip155:999999' }],
  ])('is refused with %s for %j', (wanted, body) => {
    const codes = CreateWalletChallenge.safeParse(body).error?.issues.map(
      (issue) => issue.code === 'custom' && issue.params?.code,
    )
    expect(codes).toContain(wanted)
  })

  it.each([
    { purpose: 'gatekeeper' },
    { purpose: 'sign_in', challenge_ref: newId() },
    { purpose: 'other' },
    { nonce: 'mine' },
  ])('is refused for %j', (extra) => {
    const body = { wallet_address: newAccount().address, chain_id: 1, ...extra }
    expect(CreateWalletChallenge.safeParse(body).success).toBe(false)
  })
})

describe('verify, sign_in', () => {
  it('proves the wallet, makes its user and opens a session', async () => {
    const account = newAccount()
    const now = currentTime()
    const nobody = anonymous({ now })
    const verified = await verifyWallet(nobody, await signed(nobody, account))

    const address = account.address.toLowerCase()
    expect(verified).toEqual({
      status: 'VERIFIED',
      wallet_address: address,
      did: `did:pkh:eip155:31337:${address}`,
      verified_at: now,
      access_token: expect.stringMatching(/^cst_[\w-]{43}$/),
      expires_in: 3600,
    })
    const me = await getMe(await signedIn({ bearer: verified.access_token }))
    expect(me).toMatchObject({
      did: verified.did,
      name: null,
      wallets: [{ address, chain_id: 'eip155:31337', kind: 'EOA', verified_at: now }],
      organizations: [{ role: 'owner', personal: true, sandbox: false, name: expect.stringMatching(/^0x.{4}…/) }],
    })
  })

  it('keeps no token, only its hash', async () => {
    const { token } = await person()
    const rows = await database().pool.query(`SELECT row_to_json(s)::text AS row FROM sessions s`)
    for (const { row } of rows.rows) expect(row).not.toContain(token.slice(4))
  })

  it('finds the same user again, whatever the chain, and notes the newer proof', async () => {
    const account = newAccount()
    const first = await person({ account })
    const later = addSeconds(currentTime(), 5)
    const again = await person({ account, chainId: 1, now: later })

    expect(again.userId).toBe(first.userId)
    expect(again.organizationId).toBe(first.organizationId)
    const { wallets } = await getMe(again.ctx)
    expect(wallets).toEqual([{ address: first.address, chain_id: 'eip155:1', kind: 'EOA', verified_at: later }])
  })

  it('makes one user of a new wallet that signs in several times at once', async () => {
    const account = newAccount()
    const attempts = await Promise.all(Array.from({ length: 8 }, () => signed(anonymous(), account)))
    const all = await Promise.all(attempts.map((attempt) => verifyWallet(anonymous(), attempt)))
    const users = await Promise.all(
      all.map(async ({ access_token }) => (await signedIn({ bearer: access_token })).actor.userId),
    )

    expect(new Set(users).size).toBe(1)
    expect(await database().prisma.wallet.count({ where: { address: account.address.toLowerCase() } })).toBe(1)
    expect(await database().prisma.membership.count({ where: { userId: users[0] } })).toBe(1)
  })

  it('lets exactly one of 50 verifies of one signature through', async () => {
    const attempt = await signed(anonymous(), newAccount())
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => verifyWallet(anonymous(), attempt)))

    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const refused = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason.code)
    expect(refused).toEqual(Array.from({ length: 49 }, () => 'E1007'))
    expect(
      await database().prisma.session.count({
        where: { address: attempt.challenge.message.split('\n')[1]?.toLowerCase() },
      }),
    ).toBe(1)
  })

  it('accepts the compact form and v 0 or 1, and checksummed or plain addresses alike', async () => {
    const account = newAccount()
    for (const respell of [
      (s: string) => s,
      (s: string) => s.slice(0, -2) + (s.endsWith('1b') ? '00' : '01'),
      (s: string) =>
        `0x${s.slice(2, 66)}${(BigInt(`0x${s.slice(66, 130)}`) | (s.endsWith('1c') ? 1n << 255n : 0n)).toString(16).padStart(64, '0')}`,
    ]) {
      const attempt = await signed(anonymous(), account, { wallet_address: account.address.toLowerCase() })
      await expect(
        verifyWallet(anonymous(), { ...attempt, signature: respell(attempt.signature) }),
      ).resolves.toMatchObject({ status: 'VERIFIED' })
    }
  })
})

describe('verify refuses', () => {
  it('an unknown challenge: E1003', async () => {
    const attempt = await signed(anonymous(), newAccount())
    await expect(verifyWallet(anonymous(), { ...attempt, challenge_id: newId() })).rejects.toEqual(code('E1003'))
  })

  it('a used one: E1007, also with another signature', async () => {
    const account = newAccount()
    const attempt = await signed(anonymous(), account)
    await verifyWallet(anonymous(), attempt)
    await expect(verifyWallet(anonymous(), attempt)).rejects.toEqual(code('E1007'))
    await expect(verifyWallet(anonymous(), { ...attempt, signature: '0x12' })).rejects.toEqual(code('E1007'))
  })

  it('an expired one, from the millisecond it says: E1004, and again', async () => {
    const attempt = await signed(anonymous(), newAccount())
    const late = anonymous({ now: attempt.challenge.expires_at })
    await expect(verifyWallet(late, attempt)).rejects.toEqual(code('E1004'))
    await expect(verifyWallet(late, attempt)).rejects.toEqual(code('E1004'))
    expect(await statusOf(attempt.challenge_id)).toBe('EXPIRED')

    const other = await signed(anonymous(), newAccount())
    const intime = anonymous({ now: addSeconds(other.challenge.expires_at, -0.001) })
    await expect(verifyWallet(intime, other)).resolves.toMatchObject({ status: 'VERIFIED' })
  })

  it.each([
    ['nothing', ''],
    ['no hex', 'signature'],
    ['63 bytes', `0x${'11'.repeat(63)}`],
    ['an unusual v', `0x${'11'.repeat(64)}1d`],
    ['the upper half of s', `0x${'11'.repeat(32)}${'f0'.repeat(32)}1b`],
    ['65 bytes no key made', `0x${'ff'.repeat(32)}${'11'.repeat(32)}1b`],
    ['megabytes', `0x${'11'.repeat(100_000)}`],
  ])('%s as a signature: E1008, and nothing is used up', async (_what, signature) => {
    const attempt = await signed(anonymous(), newAccount())
    await expect(verifyWallet(anonymous(), { ...attempt, signature })).rejects.toEqual(code('E1008'))
    expect(await statusOf(attempt.challenge_id)).toBe('PENDING')
    await expect(verifyWallet(anonymous(), attempt)).resolves.toMatchObject({ status: 'VERIFIED' })
  })

  it('garbage on a chain it cannot reach as garbage: E1008', async () => {
    const attempt = await signed(anonymous(), newAccount(), { chain_id: 'eip155:1' })
    await expect(verifyWallet(anonymous(), { ...attempt, signature: '0x1234' })).rejects.toEqual(code('E1008'))
  })

  it('another wallet’s signature: E1006, which uses the challenge up', async () => {
    const attempt = await signed(anonymous(), newAccount())
    const signature = await newAccount().signMessage({ message: attempt.challenge.message })
    await expect(verifyWallet(anonymous(), { ...attempt, signature })).rejects.toEqual(code('E1006'))
    expect(await statusOf(attempt.challenge_id)).toBe('FAILED')
    await expect(verifyWallet(anonymous(), attempt)).rejects.toEqual(code('E1007'))
  })

  it('a signature of another text: E1006', async () => {
    const account = newAccount()
    const attempt = await signed(anonymous(), account)
    const signature = await account.signMessage({ message: attempt.challenge.message.replace('31337', '1') })
    await expect(verifyWallet(anonymous(), { ...attempt, signature })).rejects.toEqual(code('E1006'))
  })

  it('many wrong signatures at once: one E1006, the rest E1007', async () => {
    const attempt = await signed(anonymous(), newAccount())
    const signature = await newAccount().signMessage({ message: attempt.challenge.message })
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () => verifyWallet(anonymous(), { ...attempt, signature })),
    )
    const codes = results.map((result) => (result.status === 'rejected' ? result.reason.code : 'fulfilled')).sort()
    expect(codes).toEqual(['E1006', ...Array.from({ length: 9 }, () => 'E1007')])
  })

  it('to guess about a chain without providers: E2004, and nothing is used up', async () => {
    const account = newAccount()
    const attempt = await signed(anonymous(), account, { chain_id: 'eip155:1' })
    const signature = await newAccount().signMessage({ message: attempt.challenge.message })
    await expect(verifyWallet(anonymous(), { ...attempt, signature })).rejects.toEqual(code('E2004'))
    await expect(verifyWallet(anonymous(), attempt)).resolves.toMatchObject({ status: 'VERIFIED' })
  })
})

describe('verify, link_wallet', () => {
  it('needs a session to ask: E9005', async () => {
    await expect(ask(anonymous(), newAccount(), { purpose: 'link_wallet' })).rejects.toEqual(code('E9005'))
  })

  it('links another wallet to the account it names, without a new session', async () => {
    const alice = await person()
    const second = newAccount()
    const attempt = await signed(alice.ctx, second, { purpose: 'link_wallet' })
    expect(parseSiweMessage(attempt.challenge.message).statement).toContain(alice.account.address)

    const verified = await verifyWallet(alice.ctx, attempt)
    expect(verified).toMatchObject({ status: 'VERIFIED', wallet_address: second.address.toLowerCase() })
    expect(verified).not.toHaveProperty('access_token')

    const addresses = (await getMe(alice.ctx)).wallets.map(({ address }) => address)
    expect(addresses.sort()).toEqual([alice.address, second.address.toLowerCase()].sort())
    expect((await person({ account: second })).userId).toBe(alice.userId)
  })

  it('is good in the session that asked only', async () => {
    const alice = await person()
    const elsewhere = await person({ account: alice.account })
    const mallory = await person()
    const attempt = await signed(alice.ctx, newAccount(), { purpose: 'link_wallet' })

    await expect(verifyWallet(anonymous(), attempt)).rejects.toEqual(code('E9005'))
    await expect(verifyWallet(mallory.ctx, attempt)).rejects.toEqual(code('E1003'))
    await expect(verifyWallet(elsewhere.ctx, attempt)).rejects.toEqual(code('E1003'))
    await expect(verifyWallet(alice.ctx, attempt)).resolves.toMatchObject({ status: 'VERIFIED' })
  })

  it('refuses a wallet of another account, and uses nothing up', async () => {
    const [alice, bob] = [await person(), await person()]
    const challenge = await ask(alice.ctx, bob.account, { purpose: 'link_wallet' })
    const attempt = {
      challenge_id: challenge.challenge_id,
      signature: await bob.account.signMessage({ message: challenge.message }),
    }

    await expect(verifyWallet(alice.ctx, attempt)).rejects.toEqual(
      expect.objectContaining({ code: 'E1007', status: 409 }),
    )
    expect(await statusOf(challenge.challenge_id)).toBe('PENDING')
    expect((await getMe(bob.ctx)).wallets).toHaveLength(1)
  })

  it('notes a newer proof of a wallet that is linked already', async () => {
    const alice = await person()
    const later = at(alice.ctx, addSeconds(alice.ctx.now, 30))
    const challenge = await ask(later, alice.account, { purpose: 'link_wallet' })
    const signature = await alice.account.signMessage({ message: challenge.message })
    await verifyWallet(later, { challenge_id: challenge.challenge_id, signature })
    expect((await getMe(later)).wallets).toEqual([
      expect.objectContaining({ address: alice.address, verified_at: later.now }),
    ])
  })

  it('links once when two sessions link the same new wallet at once', async () => {
    const [alice, bob] = [await person(), await person()]
    const wallet = newAccount()
    const attempts = [
      await signed(alice.ctx, wallet, { purpose: 'link_wallet' }),
      await signed(bob.ctx, wallet, { purpose: 'link_wallet' }),
    ] as const
    const results = await Promise.allSettled([verifyWallet(alice.ctx, attempts[0]), verifyWallet(bob.ctx, attempts[1])])

    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(
      await database().prisma.wallet.count({ where: { address: wallet.address.toLowerCase(), unlinkedAt: null } }),
    ).toBe(1)
  })
})

describe('verify, gatekeeper', () => {
  it('is for a challenge that exists: E3010', async () => {
    const alice = await person()
    await expect(ask(alice.ctx, alice.account, { purpose: 'gatekeeper', challenge_ref: newId() })).rejects.toEqual(
      code('E3010'),
    )
  })

  it('names the challenge and notes the proof for its party', async () => {
    const [alice, stranger] = [await person(), await person()]
    const challengeId = await draftOf(alice.userId, alice.organizationId, alice.address)
    const later = at(alice.ctx, addSeconds(alice.ctx.now, 30))
    const challenge = await ask(later, alice.account, { purpose: 'gatekeeper', challenge_ref: challengeId })
    expect(parseSiweMessage(challenge.message).statement).toContain(challengeId)

    const signature = await alice.account.signMessage({ message: challenge.message })
    await verifyWallet(later, { challenge_id: challenge.challenge_id, signature })
    expect((await getMe(later)).wallets).toEqual([expect.objectContaining({ verified_at: later.now })])
    await expect(
      ask(stranger.ctx, stranger.account, { purpose: 'gatekeeper', challenge_ref: challengeId }),
    ).rejects.toEqual(code('E3010'))
  })
})

/** A draft as the challenge verbs leave it, as far as a proof looks at it. */
async function draftOf(creatorUserId: string, organizationId: string, creatorAddress: string): Promise<string> {
  const now = currentTime()
  const { id } = await database().prisma.challenge.create({
    data: {
      id: newId(),
      organizationId,
      creatorUserId,
      creatorAddress,
      creatorChainId: 31337,
      mode: 'GATEKEEPER',
      status: 'DRAFT',
      title: 'A bike',
      resolution: {},
      statusSince: now,
      deadlineAt: addSeconds(now, 60),
      logHead: '0',
      logLength: 0,
    },
  })
  return id
}
