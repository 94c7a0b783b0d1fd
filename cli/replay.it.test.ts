import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { createTestClient, http, parseEther } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expireChallenge } from '../lib/challenge/expire'
import { getChallenge } from '../lib/challenge/get'
import { addSeconds, currentTime } from '../lib/clock'
import { getCommittee } from '../lib/committee/get-committee'
import { anchorAll } from '../lib/committee/panel.fixture'
import { publishRoster } from '../lib/committee/publish-roster'
import { systemContext } from '../lib/context'
import { drawFaucet } from '../lib/credit/issue'
import { database } from '../lib/db/client'
import { httpReader } from '../lib/proof/chain-reader'
import { type Hex, sha256Hex } from '../lib/proof/hash'
import { appealReceipt } from '../lib/receipt/appeal'
import { attest } from '../lib/receipt/attestation.fixture'
import { foldReceipt } from '../lib/reputation/fold-receipt'
import { type ReplayReport, replay as recompute } from '../lib/reputation/replay'
import { apiListener } from '../server/api-listener'
import { ownDesk } from '../test/desk-environment'
import { auditors } from '../test/factories/agents'
import { as, confirmBy, ENOUGH, gatekeeperBody, lockedChallenge } from '../test/factories/challenges'
import { anonymous, type Person, person } from '../test/factories/people'
import { drawnRound, waitingReceipt } from '../test/factories/tasks'
import { fundedAccount, rpcUrl } from '../test/services/chain'
import type { TestDatabase } from '../test/services/database'

const key = generatePrivateKey()
const WITHIN = { timeout: 60_000 }

let own: TestDatabase
let desk: Server
let alice: Person
let bob: Person
let members: Person[]
/** Alice's task, done by Bob and passed; and challenges of the two. */
let task: Hex
let kept: string
let silent: string
beforeAll(async () => {
  own = await ownDesk({ SUBMITTER_KEY_31337: key, POU_K: '2', POU_M: '3' })
  const api = apiListener()
  desk = createServer((request, response) => api(request, response)).listen(0, '127.0.0.1')
  await once(desk, 'listening')
  const chain = createTestClient({ mode: 'anvil', chain: foundry, transport: http(rpcUrl()) })
  await chain.setBalance({ address: privateKeyToAccount(key).address, value: parseEther('10') })
  ;[alice, bob, members] = await Promise.all([
    person({ account: await fundedAccount() }),
    person({ account: await fundedAccount() }),
    auditors(13),
  ])
  await publishRoster(system())
  kept = await fulfilled('public')
  silent = await leftSilent()
  task = await waitingReceipt({ client: alice, provider: bob, visibility: 'public' })
  await anchorAll(key)
  await drawnRound(task)
  await attest(alice, task, 'ACCEPTED')
  // The one that decides began a second before the others: who holds the lock first says nothing of whose call came first.
  const [first, last] = await sitting()
  const began = currentTime()
  await attest(first as Person, task, 'AUDIT_PASS', { score: 9_000, confidence: 8_000 }, addSeconds(began, 2))
  await attest(last as Person, task, 'AUDIT_PASS', { score: 9_000, confidence: 8_000 }, addSeconds(began, 1))
  for (const receiptId of [task, silent, kept]) await foldReceipt(system(), { receiptId })
}, 120_000)
afterAll(async () => {
  desk.close()
  desk.closeAllConnections()
  await database().close()
  await own.drop()
})

const system = (now = currentTime()) => systemContext('test', now)

async function fulfilled(visibility: 'public' | 'link' | 'parties'): Promise<string> {
  const { id } = await lockedChallenge(alice, bob, gatekeeperBody(ENOUGH, { visibility }))
  await confirmBy(alice, id)
  return (await confirmBy(bob, id)).receipt_id as string
}

async function leftSilent(): Promise<string> {
  const { id } = await lockedChallenge(alice, bob, gatekeeperBody(ENOUGH, { visibility: 'public' }))
  await confirmBy(alice, id)
  await expireChallenge(system(addSeconds(currentTime(), 40 * 86_400)), { id })
  return (await getChallenge(as(alice), { id })).receipt_id as string
}

async function sitting(): Promise<Person[]> {
  const { committee } = await getCommittee(anonymous(), { id: task })
  return committee.flatMap(({ member }) => members.find(({ address }) => address === member) ?? [])
}

/** `countersign` as a process. */
function run(args: string[]): Promise<{ code: number; out: string }> {
  const cli = path.join(import.meta.dirname, 'countersign.mjs')
  return new Promise((resolve) => {
    execFile(process.execPath, [cli, ...args], (failure, out, error) =>
      resolve({ code: Number(failure?.code ?? 0), out: out + error }),
    )
  })
}

function replay(...args: string[]): Promise<{ code: number; out: string }> {
  const { port } = desk.address() as AddressInfo
  return run(['replay', ...args, '--desk', `http://127.0.0.1:${port}`])
}

/** The same within this process, where each costs less; the node of the chain is asked too. */
async function replayHere(
  who: string,
  retell = (_: string, text: string) => text,
): Promise<{ exit: number; says: string }> {
  const { port } = desk.address() as AddressInfo
  const get = async (at: string) => {
    const response = await fetch(new URL(at, `http://127.0.0.1:${port}`))
    return { status: response.status, text: retell(at, await response.text()) }
  }
  const { exit, parties } = await recompute({ get }, who, { chains: [await httpReader(rpcUrl())] })
  return { exit, says: parties.flatMap(({ findings }) => findings.map(({ detail }) => detail)).join('\n') }
}

/** What no code of the desk does: rows altered as by its owner, and put back. */
async function whileLying<T>(lies: string, check: () => Promise<T>): Promise<T> {
  const { pool } = database()
  const tables = ['reputation', 'reputation_entries', 'receipt_attestations', 'challenge_events']
  const run = async (sql: string) => {
    const connection = await pool.connect()
    try {
      await connection.query(`BEGIN; SET LOCAL session_replication_role = replica; ${sql}; COMMIT`)
    } catch (error) {
      await connection.query('ROLLBACK')
      throw error
    } finally {
      connection.release()
    }
  }
  await run(tables.map((table) => `CREATE TABLE kept_${table} AS TABLE ${table}`).join('; '))
  try {
    await run(lies)
    return await check()
  } finally {
    await run(
      tables
        .map(
          (table) => `DELETE FROM ${table}; INSERT INTO ${table} SELECT * FROM kept_${table}; DROP TABLE kept_${table}`,
        )
        .join('; '),
    )
  }
}

const bobIs = () => `party = '${bob.address}'`

describe('a desk that tells the truth', () => {
  it('agrees about one party', WITHIN, async () => {
    const { code, out } = await replay(bob.address)
    expect(out).toMatch(/3 receipts, \d+ changes: agrees/)
    expect(out).toMatch(/Every row and every number follows from the receipts/)
    expect(code).toBe(0)
  })

  it('agrees with a node too, which tells changed signatures from those of wallet contracts', WITHIN, async () => {
    expect(await replay(bob.address, '--rpc', rpcUrl())).toMatchObject({ code: 0 })
  })

  it('agrees about all, and what it found can be read by a program', WITHIN, async () => {
    const { code, out } = await replay('all', '--json')
    const report: ReplayReport = JSON.parse(out)
    expect(report.parties.map(({ party }) => party).sort()).toEqual([alice.address, bob.address].sort())
    expect(report.parties.flatMap(({ findings }) => findings)).toEqual([])
    expect(code).toBe(0)
  })

  it('agrees about somebody without a history', WITHIN, async () => {
    const { code, out } = await replay(`0x${'77'.repeat(20)}`)
    expect(out).toMatch(/No history/)
    expect(code).toBe(0)
  })
})

it('is folded by a job that the end of a challenge and the last statement on a task leave behind', async () => {
  const { rows } = await database().pool.query(
    `SELECT key FROM graphile_worker.jobs WHERE task_identifier = 'fold-reputation' ORDER BY key`,
  )
  expect(rows.map((row) => row.key)).toEqual([kept, silent, task].map((id) => `fold-reputation:${id}`).sort())
})

describe('a desk made to lie is caught', () => {
  const lies: [string, () => string, RegExp][] = [
    [
      'about a number now',
      () => `UPDATE reputation SET r = 999999 WHERE id = '${bob.address}'`,
      /R now: the desk says 0\.999999/,
    ],
    [
      'about who counts as a counterparty',
      () => `UPDATE reputation SET counterparties = 30 WHERE id = '${bob.address}'`,
      /counts 30 counterparties, the receipts name 1 wallets/,
    ],
    [
      'about who was silent',
      () => `UPDATE reputation SET silent = 0 WHERE id = '${bob.address}'`,
      /silent: the desk says 0, the receipts give 1/,
    ],
    [
      'about what was observed',
      () =>
        `UPDATE reputation_entries SET observation = 1000000 WHERE ${bobIs()} AND receipt_id = '${task}' AND dimension = 'q'`,
      /row 0x[0-9a-f]{64} Q: the receipt says 0\.980000 of Q, the desk observed 1\.000000/,
    ],
    [
      'about how far a number moved',
      () =>
        `UPDATE reputation_entries SET after = after + 1 WHERE ${bobIs()} AND receipt_id = '${task}' AND dimension = 'v'`,
      /row 0x[0-9a-f]{64} V: it ends at 0\.\d{5}1, it must at 0\.\d{5}0/,
    ],
    [
      'about how much a receipt weighs',
      () => `UPDATE reputation_entries SET alpha_ppm = 200000 WHERE ${bobIs()} AND receipt_id = '${kept}'`,
      /α is 50000 ppm for this receipt, the desk took 200000/,
    ],
    [
      'about how often the two had dealt',
      () => `UPDATE reputation_entries SET n = 1 WHERE ${bobIs()} AND n > 1`,
      /n is [23] at least, the desk says 1/,
    ],
    [
      'about when',
      () =>
        `UPDATE reputation_entries SET finalized_at = finalized_at - interval '1 day' WHERE ${bobIs()} AND receipt_id = '${kept}'`,
      /it was decided at/,
    ],
    [
      'by leaving a public receipt out',
      () => `DELETE FROM reputation_entries WHERE ${bobIs()} AND receipt_id = '${kept}'`,
      /left out|just now/,
    ],
    [
      'by changing what a member said',
      () => `UPDATE receipt_attestations SET score = 10000, message = jsonb_set(message, '{score}', '10000')
        WHERE receipt_id = '${task}' AND type = 'AUDIT_PASS'`,
      /the bundle of receipt 0x[0-9a-f]{64} is broken: /,
    ],
    [
      'by forgetting who was silent',
      () => `UPDATE challenge_events SET data = data - 'silent' WHERE data ? 'silent'`,
      /the bundle of receipt 0x[0-9a-f]{64} is broken: log/,
    ],
  ]
  it.each(lies)('%s', WITHIN, async (_, lie, says) => {
    const found = await whileLying(lie(), () => replayHere(bob.address))
    expect(found.says).toMatch(says)
    expect(found.exit).toBe(1)
  })

  it('with the row named', WITHIN, async () => {
    const { code, out } = await whileLying(
      `UPDATE reputation_entries SET after = 1 WHERE ${bobIs()} AND receipt_id = '${kept}' AND dimension = 'r'`,
      () => replay(bob.address),
    )
    expect(out).toMatch(new RegExp(`^The desk lied: row ${kept} R: it ends at 0.000001, it must at `, 'm'))
    expect(code).toBe(1)
  })

  it('by leaving a public receipt out and telling that nobody decided it', WITHIN, async () => {
    const retell = (at: string, text: string) =>
      /\/receipts\?/.test(at) ? text.replaceAll('"status":"FINALIZED"', '"status":"EXPIRED"') : text
    const lie = `DELETE FROM reputation_entries WHERE ${bobIs()} AND receipt_id = '${kept}'`
    const found = await whileLying(lie, () => replayHere(bob.address, retell))
    // Decided a moment ago, it may still be on its way; after two minutes it would have been left out.
    expect(found.says).toMatch(new RegExp(`receipt ${kept} was (?:left out|decided just now)`))
    expect(found.exit).toBe(1)
  })

  it('by not naming a receipt that is public, or naming another', WITHIN, async () => {
    const unnamed = await replayHere(bob.address, (at, text) =>
      at.includes('/history') ? text.replaceAll(`"receipt_id":"${kept}"`, '"receipt_id":null') : text,
    )
    expect(unnamed.says).toMatch(`receipt ${kept} is public, and what it moved does not name it`)
    expect(unnamed.exit).toBe(1)
    const renamed = await replayHere(bob.address, (at, text) =>
      at.includes('/history') ? text.replaceAll(`"receipt_id":"${kept}"`, `"receipt_id":"${silent}"`) : text,
    )
    expect(renamed.says).toMatch('that is not the hash of its receipt')
    expect(renamed.exit).toBe(1)
  })

  it('by counting with another α for one than for another', WITHIN, async () => {
    const found = await replayHere('all', (at, text) =>
      at.endsWith(alice.address) ? text.replace('"alpha_ppm":200000', '"alpha_ppm":300000') : text,
    )
    expect(found.says).toMatch('the desk tells an α of')
    expect(found.exit).toBe(1)
  })

  it('by showing a receipt to one side only', WITHIN, async () => {
    const found = await whileLying(`DELETE FROM reputation_entries WHERE ${bobIs()} AND receipt_id = '${silent}'`, () =>
      replayHere('all'),
    )
    expect(found.says).toMatch(`receipt ${silent} was left out of what moved ${bob.address}`)
    expect(found.exit).toBe(1)
  })
})

describe('what public data cannot tell', () => {
  it('is said, of receipts that are not public, without their ids', WITHIN, async () => {
    const [receiptId, linked] = [await fulfilled('parties'), await fulfilled('link')]
    for (const id of [receiptId, linked]) await foldReceipt(system(), { receiptId: id })
    const { code, out } = await replay(alice.address)
    for (const id of [receiptId, linked]) {
      expect(out).toMatch(new RegExp(`cannot tell  receipt with the hash ${sha256Hex(id)} is not public`))
      expect(out).not.toContain(id)
    }
    expect(code).toBe(2)
    const lie = `UPDATE reputation_entries SET alpha_ppm = 7 WHERE receipt_id = '${receiptId}'`
    expect(await whileLying(lie, () => replayHere(alice.address))).toMatchObject({ exit: 1 })
  })

  it('is a desk that does not answer, or wrong usage', WITHIN, async () => {
    expect(await run(['replay', bob.address, '--desk', 'http://127.0.0.1:9'])).toMatchObject({ code: 2 })
    expect(await run(['replay', 'bob'])).toMatchObject({ code: 64 })
    expect(await run(['replay', '--simulate'])).toMatchObject({ code: 0 })
  })
})

describe('a desk that does not want to be read', () => {
  /** `countersign replay` of a desk that answers so. */
  async function replayOf(answer: RequestListener): Promise<{ code: number; out: string }> {
    const other = createServer(answer).listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    try {
      return await run(['replay', alice.address, '--desk', `http://127.0.0.1:${port}`])
    } finally {
      other.close()
      other.closeAllConnections()
    }
  }

  it('is asked again later when it has had enough for now', WITHIN, async () => {
    let calls = 0
    const { port } = desk.address() as AddressInfo
    const { code } = await replayOf(async (request, response) => {
      if (++calls === 2) return void response.writeHead(429, { 'retry-after': '1' }).end()
      const real = await fetch(`http://127.0.0.1:${port}${request.url}`)
      response.writeHead(real.status).end(await real.text())
    })
    expect(calls).toBeGreaterThan(5)
    expect(code).toBe(2)
  })

  it('is left when its pages go in circles', WITHIN, async () => {
    const { port } = desk.address() as AddressInfo
    const { code, out } = await replayOf(async (request, response) => {
      const real = await fetch(`http://127.0.0.1:${port}${request.url?.replace('&cursor=again', '')}`)
      const text = await real.text()
      const isHistory = request.url?.includes('/history')
      response
        .writeHead(real.status)
        .end(isHistory ? JSON.stringify({ ...JSON.parse(text), next_cursor: 'again' }) : text)
    })
    expect(out).toMatch(/Cannot tell: .* go in circles/)
    expect(code).toBe(2)
  })
})

describe('a verdict that is reversed', () => {
  it('is taken out, and the rest is folded again from there', WITHIN, async () => {
    await drawFaucet(as(alice), { amount_atomic: 1_000_000n })
    await appealReceipt(as(alice), { id: task })
    expect((await replayHere(bob.address)).exit).not.toBe(1)

    await drawnRound(task)
    for (const member of (await sitting()).slice(0, 4)) await attest(member, task, 'AUDIT_FAIL', { score: 1_000 })
    await foldReceipt(system(), { receiptId: task })
    // A receipt of the parties alone is among them by now.
    expect((await replayHere(bob.address)).exit).toBe(2)
    const caught = await whileLying(
      `DELETE FROM reputation_entries WHERE receipt_id = '${task}' AND observation IS NULL`,
      () => replayHere(bob.address),
    )
    expect(caught.says).toMatch(/its verdict was reversed/)
    expect(caught.exit).toBe(1)
  })
})
