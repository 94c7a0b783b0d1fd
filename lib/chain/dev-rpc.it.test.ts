import { hashMessage, recoverAddress } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as rpc from '@/app/api/v1/dev/rpc/route'
import { database } from '@/lib/db/client'
import { env } from '@/lib/env'
import { domainFor, typedData } from '@/lib/proof/typed-data'
import { ownDesk } from '@/test/desk-environment'
import type { TestDatabase } from '@/test/services/database'
import { listDemoWallets } from './dev-rpc'

let own: TestDatabase
beforeAll(async () => {
  own = await ownDesk({ APP_URL: 'http://localhost:4322' })
})
afterAll(async () => {
  await database().close()
  await own.drop()
})

async function post(body: unknown, headers: Record<string, string> = {}) {
  const request = new Request('http://localhost:4322/api/v1/dev/rpc', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  const response = await rpc.POST(request, { params: {} })
  return { status: response.status, body: await response.json() }
}
const call = async (method: string, params: unknown[] = []) =>
  (await post({ jsonrpc: '2.0', id: 7, method, params })).body

const demo = mnemonicToAccount('test test test test test test test test test test test junk').address
const stranger = '0x00000000000000000000000000000000000000aa'
const toHex = (text: string) => `0x${Buffer.from(text).toString('hex')}`

describe('the development route to the local chain', () => {
  it('passes reads on', async () => {
    expect(await call('eth_chainId')).toEqual({ jsonrpc: '2.0', id: 7, result: '0x7a69' })
    expect(BigInt((await call('eth_getBalance', [demo, 'latest'])).result)).toBeGreaterThan(0n)
    expect((await call('eth_getBlockByNumber', ['latest', false])).result.hash).toMatch(/^0x[0-9a-f]{64}$/)
  })

  it('has demo wallets sign texts', async () => {
    const signature = (await call('personal_sign', [toHex('hello'), demo])).result
    expect(await recoverAddress({ hash: hashMessage('hello'), signature })).toBe(demo)
  })

  it.each([
    ['an object', (data: object) => data],
    ['text, as wallets get it', JSON.stringify],
  ])('has demo wallets sign typed data given as %s', async (_, given) => {
    const data = typedData('BundleSeal', domainFor(31337), { title: 'Seal', hash: `0x${'12'.repeat(32)}` })
    const { result } = await call('eth_signTypedData_v4', [demo, given(data)])
    expect(result).toMatch(/^0x[0-9a-f]{130}$/)
  })

  it('signs for nobody else', async () => {
    const refused = { error: expect.objectContaining({ code: 4100 }) }
    expect(await call('personal_sign', [toHex('hello'), stranger])).toMatchObject(refused)
    expect(await call('eth_signTypedData_v4', [stranger, {}])).toMatchObject(refused)
    expect(await call('eth_sendTransaction', [{ from: stranger, to: demo, value: '0x1' }])).toMatchObject(refused)
    expect(await call('eth_sendTransaction', [null])).toMatchObject(refused)
    expect(await call('eth_sendTransaction', [])).toMatchObject(refused)
  })

  it.each([
    'anvil_setBalance',
    'anvil_impersonateAccount',
    'evm_mine',
    'evm_setNextBlockTimestamp',
    'eth_sign',
    'eth_sendRawTransaction',
    'eth_sendUnsignedTransaction',
    'debug_traceTransaction',
    'hasOwnProperty',
    '__proto__',
    '',
  ])('does not pass on %j', async (method) => {
    expect(await call(method, [demo])).toMatchObject({ error: { code: 4200 } })
  })

  it('says what the chain refused, without its words', async () => {
    const { error } = await call('eth_call', [{ to: demo, data: 'nonsense' }, 'latest'])
    expect(error).toEqual({ code: expect.any(Number), message: expect.any(String) })
  })

  it('takes one call, of limited size, as JSON', async () => {
    expect((await post([{ jsonrpc: '2.0', id: 1, method: 'eth_chainId' }])).status).toBe(400)
    expect((await post({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', more: 1 })).status).toBe(400)
    expect((await post({ jsonrpc: '2.0', id: 1, method: 'eth_call', params: ['x'.repeat(200_000)] })).status).toBe(413)
    expect((await call('eth_signTypedData_v4', [demo, 'not JSON'])).code).toBe('E9004')
  })

  it('says so when the chain is away', async () => {
    const { rpcUrls } = env()
    const before = rpcUrls.get(31337) ?? []
    rpcUrls.set(31337, ['http://127.0.0.1:1'])
    const away = { status: 200, body: { id: 7, error: { code: -32603, message: expect.any(String) } } }
    for (const method of ['eth_chainId', 'eth_accounts', 'personal_sign']) {
      expect(await post({ jsonrpc: '2.0', id: 7, method, params: [toHex('hello'), demo] })).toMatchObject(away)
    }
    expect(await listDemoWallets()).toEqual([])
    rpcUrls.set(31337, before)
  })

  it('is not for pages of other origins', async () => {
    const answer = await post({ jsonrpc: '2.0', id: 1, method: 'eth_chainId' }, { origin: 'https://elsewhere.example' })
    expect(answer.status).toBe(403)
  })
})

describe('demo wallets', () => {
  it('are the chain’s own accounts, numbered', async () => {
    const wallets = await listDemoWallets()
    expect(wallets.map(({ name }) => name)).toEqual([
      'Demo wallet 1',
      'Demo wallet 2',
      'Demo wallet 3',
      'Demo wallet 4',
    ])
    expect(wallets[0]?.address).toBe(demo.toLowerCase())
  })

  it('are never accounts the desk sends from', async () => {
    const { submitterKeys } = env()
    const before = submitterKeys.get(31337)
    const key = mnemonicToAccount('test test test test test test test test test test test junk').getHdKey().privateKey
    submitterKeys.set(31337, `0x${Buffer.from(key ?? []).toString('hex')}`)
    const wallets = await listDemoWallets()
    expect(wallets.map(({ address }) => address)).not.toContain(demo.toLowerCase())
    expect(await call('personal_sign', [toHex('hello'), demo])).toMatchObject({ error: { code: 4100 } })
    if (before) submitterKeys.set(31337, before)
  })

  it('do not exist on a desk without a local chain', async () => {
    const { rpcUrls } = env()
    const before = rpcUrls.get(31337) ?? []
    rpcUrls.delete(31337)
    expect(await post({ jsonrpc: '2.0', id: 1, method: 'eth_chainId' })).toMatchObject({
      status: 404,
      body: { code: 'E9008' },
    })
    expect(await listDemoWallets()).toEqual([])
    rpcUrls.set(31337, before)
  })
})
