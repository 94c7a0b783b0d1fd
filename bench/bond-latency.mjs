import { bytesToHex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { openChain } from './rig/deals.mjs'
import { signIn } from './rig/people.mjs'
import { startDesk } from './rig/servers.mjs'

const CHALLENGES = 40
const LOOK_EVERY_MS = 10
const PATIENCE_MS = 60_000

/**
 * How long it takes until the desk says what the chain does, for one FIRE challenge after the other: from the block of
 * the second deposit to both bonds HELD, and from the second signature to COMPLETED, the desk's own transaction included.
 * Beside them a wallet's own transaction, until it is in a block: the part of it that no desk can shorten.
 */
export default { name: 'bond-latency', title: 'from the chain to the desk', needs: 'services', run: measure }

async function measure(bench) {
  const chain = openChain(bench.services)
  await bench.pool.query('DELETE FROM graphile_worker._private_jobs')
  await chain.anvil.setIntervalMining({ interval: 1 })
  const { desk, submitter, stop } = await startDesk(bench.services)
  try {
    await chain.fund(submitter)
    const [creator, counterparty] = await Promise.all(
      (await signIn(bench, desk, 2)).map(async ({ key, token, address }) => {
        await chain.fund(bytesToHex(key))
        return { account: privateKeyToAccount(bytesToHex(key)), address, api: apiOf(desk.url, token) }
      }),
    )
    const times = { joined: [], held: [], settled: [], completed: [] }
    for (let at = 0; at < CHALLENGES; at++) await runOne({ chain, creator, counterparty, at, times })
    return { table: toTable(times) }
  } finally {
    await stop()
    await chain.anvil.setIntervalMining({ interval: 0 })
  }
}

async function runOne({ chain, creator, counterparty, at, times }) {
  const id = await agree({ creator, counterparty, at })
  await sendPrepared(chain, creator, id, 'open')
  times.joined.push(await timed(() => sendPrepared(chain, counterparty, id, 'join')))
  times.held.push(
    await timed(() =>
      until(async () => (await creator.api('GET', `challenges/${id}`)).status === 'AWAITING_RESOLUTION'),
    ),
  )

  await confirm(creator, id)
  // In every second one a wallet sends a call of its own instead, to compare.
  if (at % 2 === 1) {
    const { signature } = await signed(counterparty, id, 'action=confirm&outcome=FULFILLED')
    times.completed.push(
      await timed(async () => {
        await counterparty.api('POST', `challenges/${id}/confirm`, { outcome: 'FULFILLED', signature })
        await until(async () => (await creator.api('GET', `challenges/${id}`)).status === 'COMPLETED')
      }),
    )
    return
  }
  const { data: bonds } = await creator.api('GET', `challenges/${id}/stakes`)
  if (bonds.some(({ status }) => status !== 'HELD')) throw new Error('A bond is not held')
  const { calls } = await creator.api('GET', `challenges/${id}/stakes/prepare?step=void`)
  times.settled.push(await timed(() => chain.send(creator.account, toCall(calls[0]))))
}

async function agree({ creator, counterparty, at }) {
  const bond = { network: 'eip155:31337', creator: '1000003', counterparty: '999997' }
  const { address } = counterparty
  const { id } = await creator.api('POST', 'challenges', {
    mode: 'FIRE',
    title: `Bike number ${at}`,
    counterparty: address,
    bond,
  })
  const sent = await signed(creator, id, 'action=send')
  await creator.api('POST', `challenges/${id}/send`, { signature: sent.signature })
  const accepted = await signed(counterparty, id, 'action=accept')
  await counterparty.api('POST', `challenges/${id}/accept`, { wallet_address: address, signature: accepted.signature })
  return id
}

async function confirm(person, id) {
  const { signature } = await signed(person, id, 'action=confirm&outcome=FULFILLED')
  await person.api('POST', `challenges/${id}/confirm`, { outcome: 'FULFILLED', signature })
}

async function signed({ account, api }, id, query) {
  const { typed_data } = await api('GET', `challenges/${id}/intent?${query}`)
  return { signature: await account.signTypedData(typed_data) }
}

async function sendPrepared(chain, { account, api }, id, step) {
  const { calls } = await api('GET', `challenges/${id}/stakes/prepare?step=${step}`)
  for (const call of calls) await chain.send(account, toCall(call))
}

const toCall = ({ to, data, value }) => ({ to, data, value: BigInt(value) })

function apiOf(origin, token) {
  return async (method, path, body) => {
    const headers = { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) }
    const response = await fetch(`${origin}/api/v1/${path}`, { method, headers, body: body && JSON.stringify(body) })
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`)
    return response.json()
  }
}

async function until(isSo) {
  const giveUpAt = performance.now() + PATIENCE_MS
  while (!(await isSo())) {
    if (performance.now() > giveUpAt) throw new Error('The desk did not follow the chain within a minute')
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}

async function timed(work) {
  const start = performance.now()
  await work()
  return performance.now() - start
}

function toTable(times) {
  const row = (name, measured) => {
    const sorted = [...measured].sort((a, b) => a - b)
    const at = (part) => (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(0)
    return [name, String(sorted.length), at(0.5), at(0.9), at(1)]
  }
  return {
    columns: ['what', 'times', 'p50 ms', 'p90 ms', 'slowest ms'],
    rows: [
      row('deposit: prepared, sent by a wallet, in a block', times.joined),
      row('deposit in a block → both bonds HELD, the challenge begun', times.held),
      row('a call of a wallet, sent → in a block', times.settled),
      row('second signature → settled by the desk, COMPLETED', times.completed),
    ],
  }
}
