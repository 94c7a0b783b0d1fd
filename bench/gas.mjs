import { encodeFunctionData, parseAbi } from 'viem'
import { CHAIN, dealOf, lower, openChain, randomHash } from './rig/deals.mjs'

const TOKEN = parseAbi(['function mint(address to, uint256 amount)', 'function transfer(address to, uint256 amount)'])
const FEED = parseAbi(['function setAnswer(int256 answer, uint256 updatedAt)'])
const PANEL_SIZE = 3
const VOTES_NEEDED = 2

/**
 * The gas of every operation of the escrow, as a wallet pays it, beside a transfer of the same ERC-20 to somebody who holds
 * some already. Counted from receipts of the local chain; who decides in these deals and how large they are is said in
 * the name.
 */
export default { name: 'gas', title: 'gas of the escrow', needs: 'services', run: measure }

async function measure(bench) {
  const rows = await countAll(bench)
  const transfer = rows.find(({ name }) => name === TRANSFER)?.gas ?? 1
  const table = rows.map(({ name, gas }) => [name, String(gas), `${(gas / transfer).toFixed(2)} ×`])
  return { table: { columns: ['operation', 'gas', 'ERC-20 transfers'], rows: table } }
}

const TRANSFER = 'ERC-20 transfer'

async function countAll(bench) {
  const world = await makeWorld(bench)
  const rows = []
  const count = async (name, account, call) => {
    const { gasUsed } = await world.send(account, call)
    rows.push({ name, gas: Number(gasUsed) })
  }

  const to = lower(world.counterparty)
  const data = encodeFunctionData({ abi: TOKEN, functionName: 'transfer', args: [to, 5n] })
  await count(TRANSFER, world.creator, { to: world.addresses.testToken, data })
  await inToken(world, count)
  await inCoin(world, count)
  await byOthers(world, count)
  await byPanel(world, count)
  return rows
}

async function makeWorld({ services, product }) {
  const { addresses } = services
  const chain = openChain(services)
  const [creator, counterparty, other] = [await chain.fund(), await chain.fund(), await chain.fund()]
  for (const account of [creator, counterparty]) {
    const args = [account.address, 10n ** 12n]
    await chain.send(other, {
      to: addresses.testToken,
      data: encodeFunctionData({ abi: TOKEN, functionName: 'mint', args }),
    })
  }
  const { timestamp } = await chain.client.getBlock()
  const { escrow } = addresses
  const make = (changes) => {
    const deal = dealOf(creator, counterparty, timestamp, changes)
    return { deal, id: product.dealId(CHAIN, escrow, deal) }
  }
  const joined = async (changes) => {
    const made = make(changes)
    await chain.send(creator, product.calls.openCall(escrow, made.deal))
    await chain.send(counterparty, product.calls.joinCall(escrow, made.id, made.deal))
    return made
  }
  const sign = (account, primaryType, message) => {
    const domain = product.domainFor(CHAIN, escrow)
    const { types } = product.typedData(primaryType, domain, message)
    return account.signTypedData({ types, primaryType, domain, message })
  }
  const settle = async (account, { id, deal }, outcome, [toCreator, toCounterparty] = [0n, 0n]) => {
    const message = {
      ...{
        title: product.settleTitle(outcome),
        challenge: crypto.randomUUID(),
        deal: id,
        final: deal.finalHash,
        outcome,
      },
      ...{ toCreator: String(toCreator), toCounterparty: String(toCounterparty), nonce: '0' },
      validUntil: String(timestamp + 86_400n),
    }
    return {
      message,
      signWith: (one) => sign(one, 'Settle', message),
      signature: await sign(account, 'Settle', message),
    }
  }
  /** The same text by both. */
  const both = async (made, outcome, amounts) => {
    const mine = await settle(creator, made, outcome, amounts)
    return [mine, { message: mine.message, signature: await mine.signWith(counterparty) }]
  }
  return {
    ...chain,
    addresses,
    escrow,
    creator,
    counterparty,
    other,
    make,
    joined,
    sign,
    settle,
    both,
    ...product,
    timestamp,
  }
}

async function inToken(world, count) {
  const { addresses, escrow, creator, counterparty, calls, make, joined, both, send } = world
  for (const account of [creator, counterparty])
    await send(account, calls.approveCall(addresses.testToken, escrow, 10n ** 12n))
  const token = { token: addresses.testToken }
  const made = make(token)
  await count('open, in an ERC-20', creator, calls.openCall(escrow, made.deal))
  await count('join, in an ERC-20', counterparty, calls.joinCall(escrow, made.id, made.deal))
  await count(
    'settle as CREATOR_WIN, first in this token',
    world.other,
    calls.settleCall(escrow, ...(await both(made, 'CREATOR_WIN'))),
  )
  const next = await joined(token)
  await count(
    'settle as CREATOR_WIN, later',
    world.other,
    calls.settleCall(escrow, ...(await both(next, 'CREATOR_WIN'))),
  )
  await count('withdraw, an ERC-20', creator, calls.withdrawCall(escrow, addresses.testToken, lower(creator)))
}

async function inCoin(world, count) {
  const { escrow, creator, counterparty, other, calls, make, joined, both } = world
  const made = make()
  await count('open, in coin', creator, calls.openCall(escrow, made.deal))
  await count('join, in coin', counterparty, calls.joinCall(escrow, made.id, made.deal))
  await count('settle as FULFILLED', other, calls.settleCall(escrow, ...(await both(made, 'FULFILLED'))))
  const split = await joined()
  const halves = [1_000_000n, 1_000_000n]
  await count('split', other, calls.settleCall(escrow, ...(await both(split, 'SPLIT', halves))))
  await count('withdraw, coin', creator, calls.withdrawCall(escrow, split.deal.token, lower(creator)))
  await count('push, coin', other, calls.pushCall(escrow, split.deal.token, lower(counterparty)))
  const answered = await joined({ respondBy: world.timestamp + 5_000n })
  await count('respond', creator, calls.respondCall(escrow, answered.id, randomHash()))
  await count('voidOffers', creator, calls.voidCall(escrow, answered.id))
}

async function byOthers(world, count) {
  const { escrow, addresses, other, calls, joined, settle, send, timestamp } = world
  const resolved = await joined({ resolver: lower(other) })
  await count('settleByResolver as DRAW', other, calls.resolverCall(escrow, await settle(other, resolved, 'DRAW')))

  const say = (at) => encodeFunctionData({ abi: FEED, functionName: 'setAnswer', args: [500n, at] })
  await send(other, { to: addresses.testFeed, data: say(timestamp - 10n) })
  await send(other, { to: addresses.testFeed, data: say(timestamp) })
  const oracle = { feed: addresses.testFeed, comparator: 0, threshold: 100n, notBefore: timestamp - 5n, maxAge: 3_600n }
  const fed = await joined({ oracle })
  await count('settleByOracle as CREATOR_WIN', other, calls.oracleCall(escrow, fed.id, 2n))
}

async function byPanel(world, count) {
  const { escrow, creator, other, calls, anvil, client, fund, joined, sign } = world
  const members = await Promise.all(Array.from({ length: 5 }, () => fund()))
  const roster = world.buildRoster(members.map((account) => ({ id: lower(account), weight: 100n })))
  const panel = { root: roster.root, totalWeight: roster.totalWeight, k: VOTES_NEEDED, m: PANEL_SIZE, struck: [] }
  const { id, deal } = await joined({ panel })

  await count('openDispute', creator, calls.disputeCall(escrow, id, deal, randomHash()))
  const seats = await seatAll(world, count, { id, deal, roster })
  await anvil.increaseTime({ seconds: 86_400 })
  await anvil.mine({ blocks: 1 })
  await count('redraw', other, calls.redrawCall(escrow, id))
  const again = await seatAll(world, null, { id, deal, roster, round: 1 })

  const outcome = 'CREATOR_WIN'
  const message = { title: `Countersign: vote for ${outcome}`, deal: id, final: deal.finalHash, round: 1, outcome }
  const voters = members.filter((account) => again.includes(lower(account))).slice(0, VOTES_NEEDED)
  const votes = await Promise.all(
    voters.map(async (account) => ({ member: lower(account), signature: await sign(account, 'Vote', message) })),
  )
  await count(`settleByPanel as CREATOR_WIN, ${VOTES_NEEDED} votes`, other, calls.panelCall(escrow, id, outcome, votes))
  if (seats.length !== PANEL_SIZE) throw new Error('The panel was not seated')

  const { timestamp } = await client.getBlock()
  const late = await joined({ joinBy: timestamp + 3_600n, settleBy: timestamp + 7_200n })
  await anvil.increaseTime({ seconds: 7_300 })
  await count('expire, both deposited', other, calls.expireCall(escrow, late.id))
}

async function seatAll({ escrow, other, calls, anvil, client, send, nextSeats, ESCROW_ABI }, count, made) {
  const { id, deal, roster, round = 0 } = made
  await anvil.mine({ blocks: 6 })
  const note = count ?? ((_, account, call) => send(account, call))
  await note('fixSeed', other, calls.fixSeedCall(escrow, id))
  const read = () => client.readContract({ address: escrow, abi: ESCROW_ABI, functionName: 'statusOf', args: [id] })
  const { seed } = await read()
  const struck = [deal.creator, deal.counterparty]
  const next = nextSeats({ seed, round, roster, m: PANEL_SIZE, struck, isStaked: () => true })
  const leaves = next.leaves.map((leaf, at) => ({ ...leaf, proof: next.proofs[at] }))
  await note(
    `seat, ${PANEL_SIZE} seats of a roster of 5, ${leaves.length} attempts`,
    other,
    calls.seatCall(escrow, id, 0, leaves),
  )
  return (await read()).seats.map((member) => member.toLowerCase())
}
