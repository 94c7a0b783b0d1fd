import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { POST } from '@/app/api/v1/funds/check/route'
import { GET as getNetworks } from '@/app/api/v1/networks/route'
import { NetworksAnswer } from '@/lib/chain/schemas'
import { database } from '@/lib/db/client'
import { ownDesk } from '@/test/desk-environment'
import { acceptedChallenge, ENOUGH, TOO_MUCH } from '@/test/factories/challenges'
import { type Person, person } from '@/test/factories/people'
import { addresses, fundedAccount } from '@/test/services/chain'
import type { TestDatabase } from '@/test/services/database'
import { FundsAnswer } from './schemas'

let desk: TestDatabase
let owner: Person
beforeAll(async () => {
  desk = await ownDesk()
  owner = await person({ account: await fundedAccount('100') })
})
afterAll(async () => {
  await database().close()
  await desk.drop()
})

async function post(by: Person | null, body: Record<string, unknown>, headers: Record<string, string> = {}) {
  const asked = { network: 'local', asset_type: 'NATIVE', min_balance: ENOUGH, ...body }
  const request = new Request('http://localhost:3000/api/v1/funds/check', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(by ? { authorization: `Bearer ${by.token}` } : {}),
      ...headers,
    },
    body: JSON.stringify(asked),
  })
  const response = await POST(request, { params: {} })
  return { status: response.status, body: await response.json() }
}

describe('POST funds/check', () => {
  it('answers what the API page names, in JSON', async () => {
    const { status, body } = await post(owner, { wallet_address: owner.address })
    expect(status).toBe(200)
    expect(FundsAnswer.strict().parse(body)).toMatchObject({ status: 'PASSED', proof_type: 'OPAQUE_V1' })
    expect(Object.keys(body)).toEqual([
      'id',
      'status',
      'proof_type',
      'provider',
      'providers_agreed',
      'block_number',
      'block_hash',
      'finalized_block_hash',
      'balance_commitment',
      'salt',
      'checked_at',
    ])
    expect((await post(owner, { wallet_address: owner.address, min_balance: TOO_MUCH })).body.status).toBe('FAILED')
  })

  it('makes one proof per Idempotency-Key, and shows its salt once', async () => {
    const key = { 'idempotency-key': 'the-same' }
    const first = await post(owner, { wallet_address: owner.address }, key)
    const again = await post(owner, { wallet_address: owner.address }, key)
    expect(first.body.salt).toMatch(/^0x/)
    expect(again.body).toEqual({ ...first.body, salt: null, secret_omitted: true })
  })

  it.each<[string, Record<string, unknown>, number, string]>([
    ['no address', { wallet_address: 'nobody' }, 400, 'E2001'],
    ['another network', { network: 'eip155:5' }, 400, 'E2002'],
    ['no token', { asset_type: 'ERC20' }, 400, 'E2003'],
    ['no threshold', { min_balance: '0' }, 400, 'E2005'],
    ['another contract as the token', { asset_type: 'ERC20', token_address: 'eas' }, 400, 'E2007'],
    ['somebody else’s wallet', { wallet_address: `0x${'12'.repeat(20)}` }, 403, 'E2008'],
    ['no challenge', { challenge_id: '019aa000-0000-7000-8000-000000000000' }, 403, 'E2009'],
    ['an unknown field', { balance: '1' }, 400, 'E9004'],
  ])('refuses %s', async (_, body, status, code) => {
    const token = body.token_address === 'eas' ? { token_address: addresses().eas } : {}
    const answer = await post(owner, { wallet_address: owner.address, ...body, ...token })
    expect([answer.status, answer.body.code]).toEqual([status, code])
  })

  it('is for those signed in', async () => {
    const answer = await post(null, { wallet_address: owner.address })
    expect([answer.status, answer.body.code]).toEqual([401, 'E9005'])
  })

  it('lets a party check the other’s signed requirement, and no other amount', async () => {
    const creator = await person()
    const { id } = await acceptedChallenge(creator, owner)
    const asked = { wallet_address: owner.address, challenge_id: id }
    const { status, body } = await post(creator, asked)
    expect([status, body.status]).toEqual([200, 'PASSED'])
    expect(body).not.toHaveProperty('salt')
    expect((await post(creator, { ...asked, min_balance: '1' })).body.code).toBe('E2009')
    expect((await post(await person(), asked)).body.code).toBe('E2009')
  })
})

describe('GET networks', () => {
  it('needs no key', async () => {
    const response = await getNetworks(new Request('http://localhost:3000/api/v1/networks'), { params: {} })
    expect(response.status).toBe(200)
    const { data } = NetworksAnswer.parse(await response.json())
    expect(data).toMatchObject([
      {
        chain_id: 'eip155:31337',
        usable_blockhash: true,
        eas: addresses().eas,
        schema_registry: addresses().schemaRegistry,
        assets: [{ asset_type: 'NATIVE' }, { token_address: addresses().testToken, symbol: 'tUSD', decimals: 6 }],
        escrow: addresses().escrow,
        feeds: [{ address: addresses().testFeed, description: 'TEST / USD', decimals: 8 }],
      },
    ])
  })
})
