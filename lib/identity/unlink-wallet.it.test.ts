import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { acceptChallenge } from '@/lib/challenge/accept'
import { cancelChallenge } from '@/lib/challenge/cancel'
import { patchChallenge } from '@/lib/challenge/patch'
import { addSeconds } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { createWalletChallenge } from '@/lib/wallet/create-challenge'
import { CreateWalletChallenge } from '@/lib/wallet/schemas'
import { verifyWallet } from '@/lib/wallet/verify'
import { ownDesk } from '@/test/desk-environment'
import {
  acceptedChallenge,
  as,
  draft,
  gatekeeperBody,
  inviteOf,
  sentChallenge,
  sign,
} from '@/test/factories/challenges'
import { anonymous, at, type Person, person, signedIn } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { endOtherSessions } from './end-other-sessions'
import { getMe } from './get-me'
import { listSessions } from './list-sessions'
import { unlinkWallet } from './unlink-wallet'

let own: TestDatabase
beforeAll(async () => {
  own = await ownDesk({ APP_URL: 'http://localhost:3000' })
})
afterAll(async () => {
  await database().close()
  await own.drop()
})

const code = (wanted: string, status?: number) =>
  expect.objectContaining({ code: wanted, ...(status ? { status } : {}) })
const refusedFor = (id: string) =>
  expect.objectContaining({ code: 'E9004', status: 409, message: expect.stringContaining(id) })

/** Links one more wallet to somebody's account, as the page does. */
async function linked(who: Person) {
  const account = privateKeyToAccount(generatePrivateKey())
  const body = CreateWalletChallenge.parse({ wallet_address: account.address, chain_id: 31337, purpose: 'link_wallet' })
  const { challenge_id, message } = await createWalletChallenge(who.ctx, body)
  await verifyWallet(who.ctx, { challenge_id, signature: await account.signMessage({ message }) })
  return { account, address: account.address.toLowerCase() as `0x${string}` }
}

/** Somebody with two wallets, signed in with the first. */
async function withTwo() {
  const alice = await person()
  return { alice, second: await linked(alice) }
}

const walletsOf = async (who: Person) => (await getMe(who.ctx)).wallets.map(({ address }) => address)
const ended = (who: Person) => expect(signedIn({ bearer: who.token })).rejects.toEqual(code('E9006'))

describe('unlinking a wallet', () => {
  it('takes it away, ends its sessions and leaves the others', async () => {
    const { alice, second } = await withTwo()
    const bySecond = await person({ account: second.account })
    expect(bySecond.userId).toBe(alice.userId)

    await unlinkWallet(alice.ctx, second)
    expect(await walletsOf(alice)).toEqual([alice.address])
    await ended(bySecond)
    await expect(signedIn({ bearer: alice.token })).resolves.toBeDefined()
    const row = await database().prisma.wallet.findFirstOrThrow({ where: { address: second.address } })
    expect(row).toMatchObject({ userId: alice.userId, unlinkedAt: alice.ctx.now })
  })

  it('may take the wallet of this very session while another is left, and ends it', async () => {
    const { alice, second } = await withTwo()
    await unlinkWallet(alice.ctx, alice)
    await ended(alice)
    const back = await person({ account: second.account })
    expect(back.userId).toBe(alice.userId)
    expect(await walletsOf(back)).toEqual([second.address])
  })

  it('lets the address start an account of its own', async () => {
    const { alice, second } = await withTwo()
    await unlinkWallet(alice.ctx, second)
    expect((await person({ account: second.account })).userId).not.toBe(alice.userId)
  })

  it('needs somebody signed in, and not a key', async () => {
    const { second } = await withTwo()
    await expect(unlinkWallet(anonymous(), second)).rejects.toEqual(code('E9005'))
    const { alice } = await withTwo()
    const byKey = { ...alice.ctx, actor: { ...alice.ctx.actor, via: 'key' as const, sessionId: null } }
    await expect(unlinkWallet(byKey, alice)).rejects.toEqual(code('E9007'))
  })

  it('of others, and unknown ones, are not there: E9008', async () => {
    const [{ alice }, { second }] = [await withTwo(), await withTwo()]
    const unknown = { address: `0x${'12'.repeat(20)}` }
    for (const wallet of [second, unknown])
      await expect(unlinkWallet(alice.ctx, wallet)).rejects.toEqual(code('E9008', 404))
    expect(await walletsOf(alice)).toHaveLength(2)
  })

  it('is done once', async () => {
    const { alice, second } = await withTwo()
    await unlinkWallet(alice.ctx, second)
    await expect(unlinkWallet(alice.ctx, second)).rejects.toEqual(code('E9008'))
  })

  it('keeps the last one: 409', async () => {
    const alice = await person()
    await expect(unlinkWallet(alice.ctx, alice)).rejects.toEqual(code('E9004', 409))
    await expect(signedIn({ bearer: alice.token })).resolves.toBeDefined()
  })

  it('keeps one of two that go at once', async () => {
    for (let round = 0; round < 5; round++) {
      const { alice, second } = await withTwo()
      const results = await Promise.allSettled([unlinkWallet(alice.ctx, alice), unlinkWallet(alice.ctx, second)])
      expect(results.filter(({ status }) => status === 'rejected')).toEqual([
        expect.objectContaining({ reason: code('E9004', 409) }),
      ])
      expect(await database().prisma.wallet.count({ where: { userId: alice.userId, unlinkedAt: null } })).toBe(1)
    }
  })

  it('happens once when asked many times at once', async () => {
    const { alice, second } = await withTwo()
    await linked(alice)
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => unlinkWallet(alice.ctx, second)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const result of results) if (result.status === 'rejected') expect(result.reason).toEqual(code('E9008'))
  })
})

describe('a wallet an open challenge rests on', () => {
  it('stays while it made a draft, and goes after that was withdrawn', async () => {
    const { alice } = await withTwo()
    const { id, title } = await draft(alice)
    await expect(unlinkWallet(alice.ctx, alice)).rejects.toEqual(refusedFor(id))
    await expect(unlinkWallet(alice.ctx, alice)).rejects.toMatchObject({
      fields: [{ path: `challenges.${id}`, message: title }],
    })
    await cancelChallenge(as(alice), { id })
    await expect(unlinkWallet(alice.ctx, alice)).resolves.toBeUndefined()
  })

  it('stays while it backs a requirement of its own user', async () => {
    const { alice, second } = await withTwo()
    const check = { asset_type: 'NATIVE', min_balance: '1', currency_symbol: 'ETH' }
    const requirement = { wallet_address: second.address, network: 'local', funds_checks: [check] }
    const { id } = await draft(alice, gatekeeperBody(undefined, { gatekeeper_requirements: { creator: requirement } }))
    await expect(unlinkWallet(alice.ctx, second)).rejects.toEqual(refusedFor(id))
  })

  it('stays for whoever accepted with it', async () => {
    const [alice, { alice: bob, second }] = [await person(), await withTwo()]
    const { id } = await acceptedChallenge(alice, bob)
    await expect(unlinkWallet(bob.ctx, bob)).rejects.toEqual(refusedFor(id))
    await expect(unlinkWallet(bob.ctx, second)).resolves.toBeUndefined()
  })

  it('is not held by an invitation nobody answered', async () => {
    const [mallory, { alice, second }] = [await person(), await withTwo()]
    await sentChallenge(mallory, gatekeeperBody(undefined, { counterparty: second.address }))
    await expect(unlinkWallet(alice.ctx, second)).resolves.toBeUndefined()
  })

  it('is not somebody else’s for being unlinked since: E3024', async () => {
    const { alice, second } = await withTwo()
    const sent = await sentChallenge(alice)
    await unlinkWallet(at(alice.ctx, addSeconds(alice.ctx.now, 1)), second)
    const stranger = await person({ account: second.account })
    const invite = inviteOf(sent)
    const signature = await sign(stranger, sent.id, { action: 'accept', invite })
    await expect(acceptChallenge(as(stranger), { id: sent.id, signature, invite })).rejects.toEqual(code('E3024'))
  })
})

describe('unlinking while a challenge is being written', () => {
  const free = async (address: string) =>
    (await database().prisma.wallet.count({ where: { address, unlinkedAt: null } })) === 0

  it('either comes first: no draft is left on an unlinked wallet', async () => {
    for (let round = 0; round < 10; round++) {
      const { alice } = await withTwo()
      const [made, gone] = await Promise.allSettled([draft(alice), unlinkWallet(alice.ctx, alice)])
      if (made.status === 'rejected') expect(made.reason).toEqual(code('E2008'))
      if (gone.status === 'rejected') expect(gone.reason).toEqual(code('E9004', 409))
      expect([made.status, gone.status].filter((status) => status === 'fulfilled')).toHaveLength(1)
      expect(await free(alice.address)).toBe(gone.status === 'fulfilled')
    }
  })

  it('either comes first: nothing is accepted with an unlinked wallet', async () => {
    const alice = await person()
    for (let round = 0; round < 5; round++) {
      const { alice: bob } = await withTwo()
      const sent = await sentChallenge(alice)
      const invite = inviteOf(sent)
      const signature = await sign(bob, sent.id, { action: 'accept', invite })
      const [accepted, gone] = await Promise.allSettled([
        acceptChallenge(as(bob), { id: sent.id, signature, invite }),
        unlinkWallet(bob.ctx, bob),
      ])
      expect([accepted.status, gone.status].filter((status) => status === 'fulfilled')).toHaveLength(1)
      expect(await free(bob.address)).toBe(gone.status === 'fulfilled')
    }
  })

  it('either comes first: a draft does not move to an unlinked wallet', async () => {
    for (let round = 0; round < 5; round++) {
      const { alice, second } = await withTwo()
      const { id } = await draft(alice)
      const [moved, gone] = await Promise.allSettled([
        patchChallenge(as(alice), { id, wallet_address: second.address }),
        unlinkWallet(alice.ctx, second),
      ])
      expect([moved.status, gone.status].filter((status) => status === 'fulfilled')).toHaveLength(1)
    }
  })

  it('ends a session that opens at the same time, or that session is of a new account', async () => {
    const { alice, second } = await withTwo()
    const [late] = await Promise.all([
      Promise.all(Array.from({ length: 4 }, () => person({ account: second.account }).catch(() => null))),
      unlinkWallet(alice.ctx, second),
    ])
    for (const one of late) {
      const caller = one && (await signedIn({ bearer: one.token }).catch(() => null))
      expect(caller?.actor.userId).not.toBe(alice.userId)
    }
  })
})

describe('ending all other sessions', () => {
  it('leaves this one, and other people’s', async () => {
    const [alice, bob] = [await person(), await person()]
    const [second, third] = [await person({ account: alice.account }), await person({ account: alice.account })]
    expect(await endOtherSessions(alice.ctx)).toEqual({ ended: 2 })
    await ended(second)
    await ended(third)
    await expect(signedIn({ bearer: bob.token })).resolves.toBeDefined()
    expect((await listSessions(alice.ctx, { limit: 50 })).data).toEqual([expect.objectContaining({ current: true })])
    expect(await endOtherSessions(alice.ctx)).toEqual({ ended: 0 })
  })
})
