import { randomBytes } from 'node:crypto'
import { bytesToHex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { openChain } from './rig/deals.mjs'
import { signIn } from './rig/people.mjs'
import { startDesk } from './rig/servers.mjs'

/** Receipts of others that wait, each with a committee of five of which two have spoken. */
const OTHERS = [10, 10_000, 1_000_000]
const DECISIONS = 60
const K = 3
const M = 5
/** Rows of others made in one statement. */
const STEP = 100_000

/**
 * The statement that reaches the quorum, over HTTP, until its answer says FINALIZED: the signature checked, the votes counted, the
 * verdict, its leaf, the news and the reputation's job committed. With few and with very many other receipts that wait, and
 * the desk's worker running beside it.
 */
export default { name: 'finalize', title: 'the last statement → FINALIZED', needs: 'services', run: measure }

async function measure(bench) {
  const { pool, services, say } = bench
  await pool.query('DELETE FROM graphile_worker._private_jobs')
  const chain = openChain(services)
  await chain.anvil.setIntervalMining({ interval: 1 })
  const { desk, submitter, stop } = await startDesk(services)
  try {
    await chain.fund(submitter)
    const world = await makeWorld(bench, desk)
    const rows = []
    let there = 0
    // The first ones warm up what the others find warm.
    await decideSome(world, 10)
    for (const others of OTHERS) {
      say(`  beside ${others} others …`)
      for (; there < others; there = Math.min(others, there + STEP))
        await fill(world, there, Math.min(others, there + STEP))
      await pool.query('VACUUM ANALYZE receipts, committees, committee_seats, receipt_attestations')
      rows.push(toRow(others, await decideSome(world, DECISIONS)))
    }
    return { table: { columns: ['other receipts that wait', 'decided', 'p50 ms', 'p90 ms', 'slowest ms'], rows } }
  } finally {
    await stop()
    await chain.anvil.setIntervalMining({ interval: 0 })
  }
}

async function makeWorld(bench, desk) {
  const people = await signIn(bench, desk, M + 2)
  const known = await Promise.all(
    people.map(async (person) => {
      const { rows } = await bench.pool.query(
        `SELECT w.user_id, m.organization_id FROM wallets w JOIN memberships m USING (user_id)
         JOIN organizations o ON o.id = m.organization_id AND o.personal WHERE w.address = $1`,
        [person.address],
      )
      return { ...person, ...rows[0], account: privateKeyToAccount(bytesToHex(person.key)) }
    }),
  )
  const [client, provider, ...members] = known
  return { desk, pool: bench.pool, client, provider, members }
}

/** How many ms each took. */
async function decideSome(world, count) {
  const times = []
  for (let done = 0; done < count; done++) {
    const id = await seatOne(world)
    const texts = await Promise.all(world.members.slice(0, K).map((member) => signPass(world, member, id)))
    for (const say of texts.slice(0, K - 1)) await say()

    const start = performance.now()
    const { status } = await texts[K - 1]()
    times.push(performance.now() - start)
    if (status !== 'FINALIZED') throw new Error(`The receipt is ${status}`)
  }
  return times
}

async function signPass({ desk }, { token, account }, id) {
  const call = async (method, path, body) => {
    const headers = { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) }
    const request = { method, headers, body: body && JSON.stringify(body) }
    const response = await fetch(`${desk.url}/api/v1/receipts/${id}/${path}`, request)
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
    return response.json()
  }
  const { typed_data } = await call('GET', 'attestation?type=AUDIT_PASS&score=0.9')
  const signature = await account.signTypedData(typed_data)
  return () => call('POST', 'attestations', { type: 'AUDIT_PASS', score: 0.9, signature })
}

/** A receipt as drawing leaves it, without the draw. */
async function seatOne({ pool, client, provider, members }) {
  const id = `0x${randomBytes(32).toString('hex')}`
  const did = ({ address }) => `did:pkh:eip155:31337:${address}`
  const task = {
    ...{ intent_id: null, negotiation_id: null, intent_type: 'bench', payment_ref: null, amount_atomic: '5000' },
    ...{ client_did: did(client), agent_did: did(provider), metrics: {} },
  }
  const parties = [client, provider]
  await pool.query(
    `INSERT INTO receipts (id, kind, subject_kind, subject_id, document, status, visibility, parties, quorum_kind, k, m,
       client_user_id, client_organization_id, provider_user_id, provider_organization_id, issued_at)
     VALUES ($1, 'task', 'task', $1, $2, 'PENDING', 'link', $3, 'committee', ${K}, ${M}, $4, $5, $6, $7, now())`,
    [
      id,
      JSON.stringify({ v: 'countersign.receipt/1', kind: 'task', subject: id, task }),
      parties.map(({ address }) => address),
      ...parties.flatMap(({ user_id, organization_id }) => [user_id, organization_id]),
    ],
  )
  await pool.query(
    `INSERT INTO committees (receipt_id, round, kind, state, wanted_k, wanted_m, k, m, opened_at, seated_at, due_at)
     VALUES ($1, 0, 'DRAW', 'SEATED', ${K}, ${M}, ${K}, ${M}, now(), now(), now() + interval '1 day')`,
    [id],
  )
  await pool.query(
    `INSERT INTO committee_seats (subject_kind, subject_id, round, seat, member, attempt)
     SELECT 'receipt', $1, 0, place - 1, member, place FROM unnest($2::text[]) WITH ORDINALITY AS s(member, place)`,
    [id, members.map(({ address }) => address)],
  )
  return id
}

/** Others, number `from` + 1 to `to`, with the same members: the worst there can be. */
async function fill({ pool, members }, from, to) {
  const seats = members.map(({ address }) => address)
  const of = `FROM generate_series(${from + 1}, ${to}) AS n`
  const id = `'0x' || encode(sha256(('other ' || n)::bytea), 'hex')`
  await pool.query(
    `INSERT INTO receipts (id, kind, subject_kind, subject_id, document, status, visibility, parties, quorum_kind, k, m, issued_at)
     SELECT ${id}, 'task', 'task', 'other-' || n,
       '{"task":{"intent_type":"x","client_did":"did:key:zc","agent_did":"did:key:zp","amount_atomic":"5000","metrics":{}}}',
       'PENDING', 'link', ARRAY['did:key:zc', 'did:key:zp'], 'committee', ${K}, ${M}, now() - n * interval '10 milliseconds' ${of}`,
  )
  await pool.query(
    `INSERT INTO committees (receipt_id, round, kind, state, wanted_k, wanted_m, k, m, opened_at, seated_at, due_at)
     SELECT ${id}, 0, 'DRAW', 'SEATED', ${K}, ${M}, ${K}, ${M}, now(), now(), now() + interval '1 day' ${of}`,
  )
  await pool.query(
    `INSERT INTO committee_seats (subject_kind, subject_id, round, seat, member, attempt)
     SELECT 'receipt', ${id}, 0, place - 1, member, place ${of}, unnest($1::text[]) WITH ORDINALITY AS s(member, place)`,
    [seats],
  )
  await pool.query(
    `INSERT INTO receipt_attestations (id, receipt_id, round, trial, role, signer, member, family, type, domain, message,
       signature, hash, created_at)
     SELECT gen_random_uuid(), ${id}, 0, 0, 'member', 'did:pkh:eip155:31337:' || member, member, 'AUDIT', 'AUDIT_PASS',
       '{}', '{}', '0x00', '0x' || encode(sha256((n || member)::bytea), 'hex'), now() ${of}, unnest($1::text[]) AS member`,
    [seats.slice(0, K - 1)],
  )
}

function toRow(others, times) {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (part) => (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(1)
  return [String(others), String(times.length), at(0.5), at(0.9), at(1)]
}
