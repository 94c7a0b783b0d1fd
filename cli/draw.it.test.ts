import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { createTestClient, http, parseEther } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addSeconds, currentTime } from '../lib/clock'
import { endRound } from '../lib/committee/end-round'
import { getCommittee } from '../lib/committee/get-committee'
import { anchorAll } from '../lib/committee/panel.fixture'
import { publishRoster } from '../lib/committee/publish-roster'
import { systemContext } from '../lib/context'
import { drawFaucet } from '../lib/credit/issue'
import { database } from '../lib/db/client'
import type { Hex } from '../lib/proof/hash'
import type { Report } from '../lib/proof/report'
import { verifyBundle } from '../lib/proof/verify'
import { appealReceipt } from '../lib/receipt/appeal'
import { attest } from '../lib/receipt/attestation.fixture'
import { getBundle } from '../lib/receipt/get-bundle'
import { getProof } from '../lib/receipt/get-proof'
import { verifyPostedBundle } from '../lib/receipt/verify-bundle'
import { apiListener } from '../server/api-listener'
import { ownDesk } from '../test/desk-environment'
import { auditors } from '../test/factories/agents'
import { as } from '../test/factories/challenges'
import { anonymous, type Person, person } from '../test/factories/people'
import { drawnRound, waitingReceipt } from '../test/factories/tasks'
import { rpcUrl } from '../test/services/chain'
import type { TestDatabase } from '../test/services/database'

const DAY = 86_400
const key = generatePrivateKey()
const system = (now = currentTime()) => systemContext('test', now)

let own: TestDatabase
let desk: Server
let client: Person
let members: Person[]
/** Judged by one of the first and one in place of a silent member, appealed, and reversed. */
let id: Hex
beforeAll(async () => {
  own = await ownDesk({ SUBMITTER_KEY_31337: key, POU_K: '2', POU_M: '3' })
  const api = apiListener()
  desk = createServer((request, response) => api(request, response)).listen(0, '127.0.0.1')
  await once(desk, 'listening')
  const chain = createTestClient({ mode: 'anvil', chain: foundry, transport: http(rpcUrl()) })
  await chain.setBalance({ address: privateKeyToAccount(key).address, value: parseEther('10') })
  const [first, provider, others] = await Promise.all([person(), person(), auditors(13)])
  ;[client, members] = [first, others]
  await publishRoster(system())
  id = await waitingReceipt({ client, provider })
  await anchorAll(key)
  await drawnRound(id)
})
afterAll(async () => {
  desk.close()
  desk.closeAllConnections()
  await database().close()
  await own.drop()
})

async function sitting(): Promise<Person[]> {
  const { committee } = await getCommittee(anonymous(), { id })
  return committee.flatMap(({ member }) => members.find(({ address }) => address === member) ?? [])
}

async function bundleOf(): Promise<Uint8Array> {
  const answer = await getBundle(anonymous(), { id, redacted: false }, new Request('http://desk/'))
  return new Uint8Array(await answer.arrayBuffer())
}

const verdictsOf = ({ links }: Report) => Object.fromEntries(links.map(({ name, verdict }) => [name, verdict]))

/** `countersign draw`, as a process. */
function draw(...args: string[]): Promise<{ code: number; out: string }> {
  const { port } = desk.address() as AddressInfo
  const cli = path.join(import.meta.dirname, 'countersign.mjs')
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [cli, 'draw', id, '--desk', `http://127.0.0.1:${port}`, ...args],
      (failure, out, error) => resolve({ code: Number(failure?.code ?? 0), out: out + error }),
    )
  })
}

/** What no code of the desk does: rows altered as by its owner, and put back. */
async function whileLying<T>(lie: string, undo: string, check: () => Promise<T>): Promise<T> {
  const { pool } = database()
  const run = async (sql: string) => {
    const connection = await pool.connect()
    try {
      await connection.query(`BEGIN; SET LOCAL session_replication_role = replica; ${sql}; COMMIT`)
    } finally {
      connection.release()
    }
  }
  await run(lie)
  try {
    return await check()
  } finally {
    await run(undo)
  }
}

describe('a task that was judged', () => {
  it('proves itself as soon as its committee sits', async () => {
    const report = await verifyPostedBundle(anonymous(), { bytes: await bundleOf() })
    expect(report).toMatchObject({ exit: 0, outcome: null })
    expect(verdictsOf(report)).toMatchObject({
      ...{ receipt: 'proven', countersignatures: 'proven', draw: 'proven', seed: 'proven' },
      ...{ inclusion: 'proven', seal: 'proven', anchor: 'proven', verdict: 'claimed' },
    })
    const { code, out } = await draw('--rpc', rpcUrl())
    expect(out).toMatch(/Round 0 \(DRAW\): 2 of 3/)
    expect(out.match(/✓ seat \d/g)).toHaveLength(3)
    expect(out).toMatch(/The desk told the truth/)
    expect(code).toBe(0)
  })

  it('proves silent seats, an appeal and a reversal, offline and with a node', async () => {
    await attest((await sitting())[0] as Person, id, 'AUDIT_PASS', { score: 9_000, confidence: 8_000 })
    await attest(client, id, 'ACCEPTED')
    const tomorrow = addSeconds(currentTime(), DAY + 60)
    await endRound(system(tomorrow), { receiptId: id, round: 0 })
    await drawnRound(id, tomorrow)
    await attest((await sitting())[1] as Person, id, 'AUDIT_PASS', { score: 7_000 })
    await anchorAll(key)
    expect(await verifyBundle(await bundleOf(), { asOf: new Date() })).toMatchObject({ exit: 0, outcome: 'FINALIZED' })

    await drawFaucet(as(client), { amount_atomic: 1_000_000n })
    await appealReceipt(as(client), { id })
    await drawnRound(id, tomorrow)
    const jury = await sitting()
    for (const member of jury.slice(0, 4)) await attest(member, id, 'AUDIT_FAIL', { score: 1_000 })
    await anchorAll(key)

    const bytes = await bundleOf()
    const report = await verifyPostedBundle(anonymous(), { bytes })
    expect(report).toMatchObject({ exit: 0, outcome: 'REVERSED' })
    expect(verdictsOf(report)).toMatchObject({
      ...{ statements: 'proven', draw: 'proven', verdict: 'proven', 'verdict anchor': 'proven' },
      ...{ 'earlier verdict': 'proven', 'earlier verdict anchor': 'proven' },
    })
    expect(await getProof(anonymous(), { id })).toMatchObject({
      status: 'REVERSED',
      judged: {
        committee: {
          rounds: [{ kind: 'DRAW' }, { kind: 'REDRAW' }, { kind: 'APPEAL' }],
          appeal: { state: 'WON', reason: null },
        },
      },
    })
    const { code, out } = await draw()
    expect(out).toMatch(/Round 2 \(APPEAL\): 4 of 7/)
    expect(code).toBe(0)
  })
})

describe('a desk made to lie', () => {
  const seats = `committee_seats WHERE subject_id = '%' AND round = 2`
  it.each<[string, string, (id: string) => [lie: string, undo: string]]>([
    [
      'a seat given to somebody else',
      'draw',
      (of) => {
        const [member, stranger] = [
          `(SELECT member FROM ${seats} AND seat = 0)`.replace('%', of),
          `0x${'5'.repeat(40)}`,
        ]
        return [
          `CREATE TABLE kept AS SELECT ${member} AS member; UPDATE committee_seats SET member = '${stranger}' WHERE subject_id = '${of}' AND round = 2 AND seat = 0`,
          `UPDATE committee_seats SET member = (SELECT member FROM kept) WHERE subject_id = '${of}' AND round = 2 AND seat = 0; DROP TABLE kept`,
        ]
      },
    ],
    [
      'another seed',
      'draw',
      (of) => [
        `UPDATE committees SET seed = '0x' || reverse(substr(seed, 3)) WHERE receipt_id = '${of}' AND round = 0`,
        `UPDATE committees SET seed = '0x' || reverse(substr(seed, 3)) WHERE receipt_id = '${of}' AND round = 0`,
      ],
    ],
    [
      'a smaller majority',
      'draw',
      (of) => [
        `UPDATE committees SET k = 3 WHERE receipt_id = '${of}' AND round = 2`,
        `UPDATE committees SET k = 4 WHERE receipt_id = '${of}' AND round = 2`,
      ],
    ],
    [
      'members left out to steer the draw',
      'draw',
      (of) => [
        `UPDATE committees SET excluded = excluded || (SELECT jsonb_build_array(jsonb_build_object('member', member, 'reason', 'SHARED_RECEIPTS')) FROM ${seats.replace('%', of).replace('round = 2', 'round = 0')} AND seat = 1) WHERE receipt_id = '${of}' AND round = 0`,
        `UPDATE committees SET excluded = excluded - 0 WHERE receipt_id = '${of}' AND round = 0`,
      ],
    ],
    [
      'a block it waited for until it liked the draw',
      'seed',
      (of) => [
        `UPDATE committees SET seed_block = seed_block + 7 WHERE receipt_id = '${of}' AND round = 0`,
        `UPDATE committees SET seed_block = seed_block - 7 WHERE receipt_id = '${of}' AND round = 0`,
      ],
    ],
    [
      'a verdict’s statement that nobody signed',
      'statements',
      (of) => [
        `UPDATE receipt_attestations SET message = jsonb_set(message, '{receipt}', '"0x${'9'.repeat(64)}"') WHERE receipt_id = '${of}' AND type = 'AUDIT_FAIL'`,
        `UPDATE receipt_attestations SET message = jsonb_set(message, '{receipt}', '"${of}"') WHERE receipt_id = '${of}' AND type = 'AUDIT_FAIL'`,
      ],
    ],
  ])('about %s is caught', async (_, link, lieOf) => {
    const [lie, undo] = lieOf(id)
    const { code, out } = await whileLying(lie, undo, () => draw())
    expect(out).toMatch(new RegExp(`✗ broken +${link} `))
    expect(code).toBe(1)
  })

  it('with another block hash is caught by a node', async () => {
    const turn = `UPDATE committees SET block_hash = '0x' || reverse(substr(block_hash, 3)) WHERE receipt_id = '${id}' AND round = 0`
    const { code, out } = await whileLying(turn, turn, () => draw('--rpc', rpcUrl()))
    expect(out).toMatch(/✗ broken +seed /)
    expect(code).toBe(1)
  })

  it('cannot be told from the truth when it does not answer, and wrong usage is refused', async () => {
    expect(await draw('--desk', 'http://127.0.0.1:1')).toMatchObject({ code: 2 })
    expect(await draw('more')).toMatchObject({ code: 64 })
  })

  it('tells the truth again once its rows are put back', async () => {
    expect(await draw('--json')).toMatchObject({ code: 0 })
  })
})
