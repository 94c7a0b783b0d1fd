import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { callRpc } from '../scripts/start/rpc.mjs'
import { catchUp } from './bare/indexer.mjs'
import { cpuTimeOf } from './rig/cpu.mjs'
import { takeTurns } from './rig/take-turns.mjs'

const CHAIN = 31337
const DEALS = 20
const BLOCKS = 100
const EVENTS_A_BLOCK = 100
/** Between two blocks with events. */
const EMPTY_BLOCKS = 50
const EVENTS = BLOCKS * EVENTS_A_BLOCK

/** Where EIP-2935 keeps block hashes. */
const HISTORY_CONTRACT = '0x0000f90827f1c53a10cb7a02335b175320002935'

const artifact = fileURLToPath(new URL('../lib/chain/abi/challenge-escrow.json', import.meta.url))

/** The escrow's events since the desk was last there, read from the local chain, stored, and their deals given to the worker. */
export default {
  name: 'indexer',
  title: 'events caught up',
  aim: { ratio: 0.6, perSecond: 1_000 },
  needs: 'services',
  run: measure,
}

async function measure(bench) {
  const { services, pool, product } = bench
  const { rpcUrl, addresses } = services
  setEnvironment(services)
  bench.say(`  ${EVENTS} events in ${BLOCKS * (EMPTY_BLOCKS + 1)} blocks …`)
  await fillChain(bench)

  const provider = product.openProvider(rpcUrl)
  const quorum = { providers: [provider], q: 1, hosts: 1 }
  const { abi } = JSON.parse(readFileSync(artifact, 'utf8'))
  const works = {
    ours: () =>
      product.readChainNews({ pool, now: new Date() }, { chainId: CHAIN }, { quorum, size: { value: 1_000 } }),
    bare: () => catchUp(pool, { rpcUrl, escrow: addresses.escrow, abi }),
  }
  return takeTurns(bench, 'events', { ours: () => turn(pool, works.ours), bare: () => turn(pool, works.bare) })
}

/** From nothing to the newest block. What is missing or was not given on to the worker counts as an error. */
async function turn(pool, work) {
  await pool.query('TRUNCATE chain_events, chain_cursors, chain_blocks')
  await pool.query('DELETE FROM graphile_worker._private_jobs')
  const [start, cpuBefore] = [performance.now(), cpuTimeOf(process.pid)]
  await work()
  const ms = performance.now() - start
  const cpu = (cpuTimeOf(process.pid) - cpuBefore) / EVENTS

  const stored = await count(
    pool,
    "SELECT count(*)::int AS n FROM chain_events WHERE name = 'OffersVoided' AND canonical",
  )
  const followed = await count(pool, 'SELECT count(*)::int AS n FROM graphile_worker._private_jobs')
  return { ms, cpu, perSecond: (EVENTS / ms) * 1000, errors: EVENTS - stored + (DEALS - followed) }
}

async function count(pool, text) {
  const { rows } = await pool.query(text)
  return rows[0].n
}

/** Deals whose creators void their offers again and again: the cheapest event there is to make, and as long as most. */
async function fillChain({ services, pool, product }) {
  const { rpcUrl, addresses } = services
  const rpc = (method, ...params) => callRpc(rpcUrl, method, params, 60_000)
  const send = ({ from, call: { to, data, value }, nonce }) =>
    rpc('eth_sendTransaction', { from, to, data, value: toHex(value), gas: toHex(500_000n), nonce: toHex(nonce) })
  const { timestamp } = await rpc('eth_getBlockByNumber', 'latest', false)
  const deals = []
  for (let at = 0; at < DEALS; at++) {
    const deal = dealOf(at, BigInt(timestamp))
    const id = product.dealId(CHAIN, addresses.escrow, deal)
    const agreed = { id, challengeId: uuid(), chainId: CHAIN, escrow: addresses.escrow, deal }
    await product.insertDeal(product.sqlOver(pool), agreed)
    await rpc('anvil_setBalance', deal.creator, toHex(10n ** 20n))
    await rpc('anvil_impersonateAccount', deal.creator)
    await send({ from: deal.creator, call: product.openCall(addresses.escrow, deal), nonce: 0 })
    deals.push({ from: deal.creator, call: product.voidCall(addresses.escrow, id), nonce: 1 })
  }

  // As the desk's own local chain has it: with its code, anvil takes a hundred times longer for a block.
  await rpc('anvil_setCode', HISTORY_CONTRACT, '0x')
  await rpc('evm_setAutomine', false)
  for (let block = 0; block < BLOCKS; block++) {
    const wanted = Array.from({ length: EVENTS_A_BLOCK }, (_, at) => deals[at % DEALS])
    await Promise.all(wanted.map((deal) => send({ ...deal, nonce: deal.nonce++ })))
    await rpc('anvil_mine', '0x1')
    await rpc('anvil_mine', toHex(EMPTY_BLOCKS))
  }
  await rpc('evm_setAutomine', true)
}

function dealOf(at, now) {
  const address = (byte) => `0x${(at + 1).toString(16).padStart(2, '0')}${byte.repeat(19)}`
  const zero = `0x${'00'.repeat(20)}`
  return {
    ...{ creator: address('c1'), counterparty: address('c2'), token: zero },
    ...{ creatorBond: 1_000n, counterpartyBond: 1_000n, creatorBase: 0n, counterpartyBase: 0n },
    ...{ joinBy: now + 86_400n, respondBy: 0n, settleBy: now + 172_800n, disputeWindow: 300_000n, resolver: zero },
    oracle: { feed: zero, comparator: 0, threshold: 0n, notBefore: 0n, maxAge: 0n },
    panel: { root: `0x${'00'.repeat(32)}`, totalWeight: 0n, k: 0, m: 0, struck: [] },
    ...{ finalHash: hash(), salt: hash() },
  }
}

/** What the product reads of it: where the escrow is. */
function setEnvironment({ databaseUrl, rpcUrl, addresses }) {
  Object.assign(process.env, {
    DATABASE_URL: databaseUrl,
    RPC_31337: rpcUrl,
    ESCROW_31337: addresses.escrow,
    AUDITOR_STAKE_31337: addresses.auditorStake,
    AUTH_SECRET: randomBytes(32).toString('hex'),
    ENCRYPTION_KEY: randomBytes(32).toString('hex'),
    DESK_KEY: hash(),
  })
}

const hash = () => `0x${randomBytes(32).toString('hex')}`
const uuid = () => crypto.randomUUID()
const toHex = (value) => `0x${value.toString(16)}`
