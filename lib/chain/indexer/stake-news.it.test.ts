import { encodeAbiParameters, encodeEventTopics, parseAbiParameters } from 'viem'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemContext } from '@/lib/context'
import { type Database, database } from '@/lib/db/client'
import type { Hex } from '@/lib/proof/hash'
import { ownDesk } from '@/test/desk-environment'
import type { TestDatabase } from '@/test/services/database'
import { STAKE_EVENTS } from '../stake-log'
import { readStakeNews } from './read-chain-news'
import { hashOf, type Manners, ScriptedChain, type ScriptedLog } from './scripted-chain.fixture'

/** No local chain: two providers must agree, and finality comes later. */
const CHAIN = 11155111
const STAKE: Hex = `0x${'a5'.repeat(20)}`
const MEMBER: Hex = `0x${'ad'.repeat(20)}`

let fresh: TestDatabase
let db: Database
beforeAll(async () => {
  fresh = await ownDesk({ [`ESCROW_${CHAIN}`]: `0x${'e5'.repeat(20)}`, [`AUDITOR_STAKE_${CHAIN}`]: STAKE })
  db = database()
})
afterAll(async () => {
  await db?.close()
  await fresh?.drop()
})

let chain: ScriptedChain
beforeEach(async () => {
  await db.pool.query('TRUNCATE chain_events, chain_cursors, chain_blocks, agent_stakes')
  chain = new ScriptedChain(STAKE, 1_000)
  chain.created = 700
})

function stakeLog(eventName: 'Locked' | 'UnlockAsked', amount: bigint, second: bigint): ScriptedLog {
  return {
    topics: encodeEventTopics({ abi: STAKE_EVENTS, eventName, args: { member: MEMBER } }) as Hex[],
    data: encodeAbiParameters(parseAbiParameters('uint256, uint256'), [amount, second]),
    transactionHash: hashOf(7, 'e'),
  }
}
const locked = (amount: bigint) => stakeLog('Locked', amount, amount)

const HONEST: Manners[] = [{ host: 'a.example' }, { host: 'b.example' }]
const read = (manners = HONEST) => {
  const providers = manners.map((one) => chain.provider(one))
  return readStakeNews(
    systemContext('test'),
    { chainId: CHAIN },
    { quorum: { providers, q: 2, hosts: providers.length } },
  )
}
async function stake() {
  const { rows } = await db.pool.query('SELECT locked::text, waiting::text FROM agent_stakes WHERE member = $1', [
    MEMBER,
  ])
  return rows[0] ?? null
}
async function firstBlock(): Promise<number> {
  const { rows } = await db.pool.query('SELECT min(number)::int AS first FROM chain_blocks')
  return rows[0].first
}

describe('the news of stakes', () => {
  it('begin with the contract, however old it is', async () => {
    const old = chain.blocks[701]
    old?.logs.push(locked(5n))
    expect(await read()).toBe('caught up')
    expect(await stake()).toEqual({ locked: '5', waiting: '0' })
    expect(await firstBlock()).toBe(699)
  })

  it('begin with the chain where providers do not remember that far', async () => {
    chain.blocks[701]?.logs.push(locked(5n))
    expect(await read(HONEST.map((one) => ({ ...one, forgets: true })))).toBe('caught up')
    expect(await stake()).toEqual({ locked: '5', waiting: '0' })
    expect(await firstBlock()).toBe(0)
  })

  it('begin with what is final where the contract is newer than that', async () => {
    chain.created = chain.head - 10
    chain.mine(1, [locked(5n)])
    expect(await read()).toBe('caught up')
    expect(await firstBlock()).toBe(chain.head - 64)
    expect(await stake()).toEqual({ locked: '0', waiting: '0' })
  })

  it('count what is locked once it is final, and what is asked back at once', async () => {
    chain.mine(1, [locked(5n)])
    await read()
    expect(await stake()).toEqual({ locked: '0', waiting: '0' })
    chain.mine(63)
    await read()
    expect(await stake()).toEqual({ locked: '0', waiting: '0' })
    chain.mine(1)
    await read()
    expect(await stake()).toEqual({ locked: '5', waiting: '0' })

    chain.mine(1, [stakeLog('UnlockAsked', 2n, 1_900_000_000n)])
    await read()
    expect(await stake()).toEqual({ locked: '3', waiting: '2' })
  })

  it('are taken back with their block', async () => {
    chain.mine(70, [locked(5n)])
    chain.mine(70)
    await read()
    const lost = chain.mine(1, [stakeLog('UnlockAsked', 2n, 1_900_000_000n)])
    await read()
    expect(await stake()).toEqual({ locked: '3', waiting: '2' })

    chain.cutFrom(lost)
    chain.mine(3, [], 'b')
    await read()
    expect(await stake()).toEqual({ locked: '5', waiting: '0' })
  })

  it('are believed only when two hosts tell them alike', async () => {
    const number = chain.mine(1, [locked(5n)])
    chain.mine(64)
    await read([{ host: 'a.example' }, { host: 'b.example', hides: (n) => n === number }])
    expect(await stake()).toBeNull()
    await read()
    expect(await stake()).toEqual({ locked: '5', waiting: '0' })
  })
})
