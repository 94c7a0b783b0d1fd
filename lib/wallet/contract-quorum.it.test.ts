import { hashMessage } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { CALL_TIMEOUT_MS } from '@/lib/chain/providers'
import { database } from '@/lib/db/client'
import { ownDesk } from '@/test/desk-environment'
import { anonymous } from '@/test/factories/people'
import {
  down,
  hanging,
  honest,
  html,
  type Kind,
  rateLimiting,
  startProviders,
  wrongHash,
} from '@/test/fakes/rpc-providers'
import { deployTestContract, rpcUrl } from '@/test/services/chain'
import type { TestDatabase } from '@/test/services/database'
import { createWalletChallenge } from './create-challenge'
import { CreateWalletChallenge } from './schemas'
import { verifyWallet } from './verify'
import { verifyDigestSignature } from './verify-signature'

/** Answers every eth_call with `answer`, the rest honestly. */
const saying = (answer: string): Kind => ({
  calls: ({ method, params }, forward) => (method === 'eth_call' ? Promise.resolve(answer) : forward(method, params)),
})
const YES = saying('0x01010000')
const NO_CODE = saying('0x00000000')

const owner = privateKeyToAccount(generatePrivateKey())
const stranger = privateKeyToAccount(generatePrivateKey())
const digest = hashMessage('anything')

let own: TestDatabase
let fakes: Awaited<ReturnType<typeof startProviders>>
let wallet: string

beforeAll(async () => {
  fakes = await startProviders([honest, honest, honest], rpcUrl())
  const [first = '', second = ''] = fakes.urls
  own = await ownDesk({
    APP_URL: 'http://localhost:3000',
    RPC_31337: fakes.urls.join(','),
    RPC_1: first,
    RPC_8453: `${first},${second}`,
  })
  wallet = (await deployTestContract('owner-wallet', [owner.address])).address.toLowerCase()
})
beforeEach(() => become(honest, honest, honest))
afterAll(async () => {
  await fakes.close()
  await database().close()
  await own.drop()
})

function become(...kinds: Kind[]) {
  for (const [index, kind] of kinds.entries()) fakes.providers[index]?.become(kind)
}

async function verdict(signer: typeof owner, chainId = 31337, address = wallet) {
  return verifyDigestSignature(anonymous(), {
    chainId,
    address,
    digest,
    signature: await signer.sign({ hash: digest }),
  })
}
const unreachable = expect.objectContaining({ code: 'E2004', status: 502 })

describe('what several providers say of a contract’s signature', () => {
  it.each([
    ['yes', YES],
    ['that there is no contract', NO_CODE],
    ['nothing, being down', down],
    ['nothing, being rate limited', rateLimiting],
    ['a web page', html],
    ['nonsense', saying('0x')],
    ['a bare truth', saying(`0x${'0'.repeat(63)}1`)],
  ])('stands while one of three says %s', async (_what, kind) => {
    become(honest, kind, honest)
    expect(await verdict(owner)).toBe('valid')
    expect(await verdict(stranger)).toBe('invalid')
  })

  it('stands while one of three is on another chain', async () => {
    become(wrongHash(0n), honest, honest)
    expect(await verdict(owner)).toBe('valid')
    expect(await verdict(stranger)).toBe('invalid')
  })

  it.each([
    ['two disagree and the third is down', [honest, YES, down]],
    ['all three say something else', [honest, YES, NO_CODE]],
    ['only one answers', [honest, down, rateLimiting]],
    ['all are down', [down, down, down]],
  ])('is E2004 when %s', async (_what, kinds) => {
    become(...kinds)
    await expect(verdict(stranger)).rejects.toEqual(unreachable)
  })

  it('is E2004 when none ever answers', async () => {
    become(hanging, hanging, hanging)
    await expect(verdict(owner)).rejects.toEqual(unreachable)
  })

  it('is not asked about a key’s own signature', async () => {
    become(down, down, down)
    expect(await verdict(owner, 31337, owner.address.toLowerCase())).toBe('valid')
  })
})

describe('on another chain than the local one', () => {
  it('one provider alone is not believed', async () => {
    await expect(verdict(owner, 1)).rejects.toEqual(unreachable)
  })

  it('two that agree are', async () => {
    expect(await verdict(owner, 8453)).toBe('valid')
    expect(await verdict(stranger, 8453)).toBe('invalid')
  })

  it('two that disagree are not', async () => {
    become(honest, YES)
    await expect(verdict(stranger, 8453)).rejects.toEqual(unreachable)
  })
})

describe('with the chain out of reach', () => {
  it('a challenge is not used up, and good again later', async () => {
    const body = CreateWalletChallenge.parse({ wallet_address: wallet, chain_id: 31337 })
    const { challenge_id, message } = await createWalletChallenge(anonymous(), body)
    const input = { challenge_id, signature: await owner.signMessage({ message }) }

    become(down, down, down)
    await expect(verifyWallet(anonymous(), input)).rejects.toEqual(unreachable)
    become(honest, honest, honest)
    await expect(verifyWallet(anonymous(), input)).resolves.toMatchObject({ status: 'VERIFIED' })
  })

  it('a look for a contract does not hold up the text', async () => {
    become(hanging, hanging, hanging)
    const started = performance.now()
    const body = CreateWalletChallenge.parse({ wallet_address: wallet, chain_id: 31337, contract: true })
    const { expires_at } = await createWalletChallenge(anonymous(), body)
    // Before a call that nobody answers is given up.
    expect(performance.now() - started).toBeLessThan(CALL_TIMEOUT_MS)
    expect(expires_at.getTime() - Date.now()).toBeLessThanOrEqual(600_000)
  })
})
