import pg from 'pg'
import { createPublicClient, erc20Abi, hashMessage, http, parseAbi } from 'viem'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addresses, deployTestContract, fundedAccount, rpcUrl } from './chain'
import { freshDatabase, type TestDatabase } from './database'

describe('a database for tests', () => {
  let database: TestDatabase
  const query = async (sql: string) => {
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    const { rows } = await client.query(sql)
    await client.end()
    return rows
  }
  beforeAll(async () => {
    database = await freshDatabase()
  })
  afterAll(() => database.drop())

  it('has our tables and the job queue', async () => {
    expect(await query('SELECT count(*)::int AS users FROM users')).toEqual([{ users: 0 }])
    expect(await query('SELECT count(*)::int AS jobs FROM graphile_worker.jobs')).toEqual([{ jobs: 0 }])
  })

  it('is nobody else’s', async () => {
    await query('CREATE TABLE mine ()')
    const other = await freshDatabase()
    const client = new pg.Client({ connectionString: other.url })
    await client.connect()
    await expect(client.query('TABLE mine')).rejects.toThrow('does not exist')
    await client.end()
    await other.drop()
  })
})

describe('the chain for tests', () => {
  const chain = () => createPublicClient({ chain: foundry, transport: http(rpcUrl()) })

  it('holds the contracts the desk uses', async () => {
    const { eas, schemaRegistry, testToken } = addresses()
    for (const address of [eas, schemaRegistry]) expect(await chain().getCode({ address })).toMatch(/^0x../)

    const token = { address: testToken, abi: erc20Abi } as const
    expect(await chain().readContract({ ...token, functionName: 'symbol' })).toBe('tUSD')
    expect(await chain().readContract({ ...token, functionName: 'decimals' })).toBe(6)
  })

  it('holds the contracts that bonds need, tied to each other', async () => {
    const { escrow, auditorStake, testFeed, treasury } = addresses()
    const read = (functionName: 'stake' | 'treasury') =>
      chain().readContract({
        address: escrow,
        abi: parseAbi(['function stake() view returns (address)', 'function treasury() view returns (address)']),
        functionName,
      })
    expect((await read('stake')).toLowerCase()).toBe(auditorStake)
    expect((await read('treasury')).toLowerCase()).toBe(treasury)

    const minimum = parseAbi(['function minimum() view returns (uint256)'])
    expect(await chain().readContract({ address: auditorStake, abi: minimum, functionName: 'minimum' })).toBe(0n)
    const decimals = parseAbi(['function decimals() view returns (uint8)'])
    expect(await chain().readContract({ address: testFeed, abi: decimals, functionName: 'decimals' })).toBe(8)
  })

  it('deploys wallets that judge signatures', async () => {
    const owner = await fundedAccount()
    const { address } = await deployTestContract('owner-wallet', [owner.address])
    const signature = await owner.signMessage({ message: 'yes' })

    expect(await chain().verifyHash({ address, hash: hashMessage('yes'), signature })).toBe(true)
    expect(await chain().verifyHash({ address, hash: hashMessage('no'), signature })).toBe(false)
  })
})
