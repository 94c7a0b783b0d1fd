import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { currentTime } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { inTransaction } from '@/lib/db/transaction'
import { pkhDid } from '@/lib/proof/did'
import { ownDesk } from '@/test/desk-environment'
import { as } from '@/test/factories/challenges'
import { anonymous, type Person, person } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { partyAccount } from './account'
import { getCredits } from './get'
import { drawFaucet, issueCredits } from './issue'
import { FaucetBody, IssueBody } from './schemas'
import { transfer } from './transfer'

const OPERATOR = 3
let desk: TestDatabase
let operator: Person
let ann: Person
let bob: Person
beforeAll(async () => {
  desk = await ownDesk({ OPERATOR_WALLETS: '0x90f79bf6eb2c4f870365e785982e1f101e93b906' })
  ;[operator, ann, bob] = await Promise.all([person({ index: OPERATOR }), person(), person()])
})
afterAll(async () => {
  await database().close()
  await desk.drop()
})

const didOf = ({ address }: Person) => pkhDid(31337, address)
const balance = async (who: Person) => BigInt((await getCredits(as(who))).total_atomic)
const move = (id: string, from: Person, to: Person, amount: bigint) =>
  inTransaction({ db: database().prisma }, (tx) =>
    transfer(tx, {
      id,
      kind: 'test',
      postings: [
        { account: partyAccount(didOf(from)), amount: -amount },
        { account: partyAccount(didOf(to)), amount },
      ],
      now: currentTime(),
    }),
  )

/** Every transfer and all accounts together come to nothing, and balances are what was posted. */
async function requireConserved() {
  const { prisma } = database()
  const [accounts, postings] = await Promise.all([prisma.creditAccount.findMany(), prisma.creditPosting.findMany()])
  expect(accounts.reduce((sum, { balance: held }) => sum + BigInt(held.toFixed(0)), 0n)).toBe(0n)
  for (const { id, balance: held } of accounts) {
    const posted = postings.filter(({ accountId }) => accountId === id)
    expect(posted.reduce((sum, { amount }) => sum + BigInt(amount.toFixed(0)), 0n)).toBe(BigInt(held.toFixed(0)))
  }
}

describe('credits', () => {
  it('come from an operator, once for each reference, and from nobody else', async () => {
    const body = IssueBody.parse({ did: didOf(ann), amount_atomic: '5000', reference: 'inv-1' })
    expect(await issueCredits(as(operator), body)).toEqual({ did: didOf(ann), balance_atomic: '5000', issued: true })
    expect(await issueCredits(as(operator), body)).toEqual({ did: didOf(ann), balance_atomic: '5000', issued: false })
    for (const nobody of [as(ann), anonymous()]) {
      await expect(issueCredits(nobody, body)).rejects.toMatchObject({ code: 'E9008' })
    }
    expect(await getCredits(as(ann))).toMatchObject({
      total_atomic: '5000',
      accounts: [{ did: didOf(ann), balance_atomic: '5000' }],
      postings: [{ party: ann.address, kind: 'issued', amount_atomic: '5000' }],
    })
  })

  it('come from the faucet of a local desk, for one’s own names only', async () => {
    const before = await balance(bob)
    await drawFaucet(as(bob), FaucetBody.parse({ amount_atomic: '700' }))
    expect(await balance(bob)).toBe(before + 700n)
    await expect(drawFaucet(as(bob), FaucetBody.parse({ did: didOf(ann) }))).rejects.toMatchObject({ code: 'E8002' })
  })

  it('are moved once, never into debt, and conserved with many at once both ways', async () => {
    const [a, b] = [await balance(ann), await balance(bob)]
    const same = await Promise.all(Array.from({ length: 5 }, () => move('once', ann, bob, 100n)))
    expect(same.filter(Boolean)).toHaveLength(1)
    expect(await balance(ann)).toBe(a - 100n)

    await Promise.all(
      Array.from({ length: 10 }, (_, i) => (i % 2 ? move(`x${i}`, ann, bob, 50n) : move(`x${i}`, bob, ann, 50n))),
    )
    expect([await balance(ann), await balance(bob)]).toEqual([a - 100n, b + 100n])

    const all = await balance(ann)
    const races = await Promise.allSettled([move('all-1', ann, bob, all), move('all-2', ann, bob, all)])
    expect(races.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    for (const one of races) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'E8003' })
    expect(await balance(ann)).toBe(0n)
    await requireConserved()
  })

  it('are never made by a transfer that does not come to nothing, whoever writes it', async () => {
    const unbalanced = inTransaction({ db: database().prisma }, (tx) =>
      transfer(tx, { id: 'gift', kind: 'test', postings: [{ account: 'party:x', amount: 1n }], now: currentTime() }),
    )
    await expect(unbalanced).rejects.toThrow('do not sum to zero')
    const { prisma } = database()
    const account = await prisma.creditAccount.findFirstOrThrow()
    const row = { transferId: 'raw', accountId: account.id, amount: 1, kind: 'raw', createdAt: currentTime() }
    await expect(prisma.creditPosting.create({ data: { id: crypto.randomUUID(), ...row } })).rejects.toThrow(
      'sum to zero',
    )
    await requireConserved()
  })
})
