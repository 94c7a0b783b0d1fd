import {
  type Abi,
  createPublicClient,
  createWalletClient,
  encodeFunctionData,
  hashMessage,
  hexToBytes,
  http,
  numberToHex,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { serializeErc6492Signature } from 'viem/utils'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mined } from '@/lib/chain/mined.mjs'
import { addSeconds, currentTime } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import { ownDesk } from '@/test/desk-environment'
import { anonymous, signedIn } from '@/test/factories/people'
import { deployTestContract, fundedAccount, rpcUrl } from '@/test/services/chain'
import type { TestDatabase } from '@/test/services/database'
import { createWalletChallenge } from './create-challenge'
import { CreateWalletChallenge } from './schemas'
import { consumeAndSignIn } from './store'
import { verifyWallet } from './verify'
import { checkSignature, verifyDigestSignature } from './verify-signature'

let own: TestDatabase
const owner = privateKeyToAccount(generatePrivateKey())
const stranger = privateKeyToAccount(generatePrivateKey())

beforeAll(async () => {
  own = await ownDesk({ APP_URL: 'http://localhost:3000' })
})
afterAll(async () => {
  await database().close()
  await own.drop()
})

const code = (wanted: string) => expect.objectContaining({ code: wanted })
const ask = (address: string, extra: object = {}) =>
  createWalletChallenge(
    anonymous(),
    CreateWalletChallenge.parse({ wallet_address: address, chain_id: 31337, ...extra }),
  )
const rowOf = (id: string) => database().prisma.walletChallenge.findUniqueOrThrow({ where: { id } })

/** Signs in as `address` with what `signer` makes of the text. */
async function signInAs(address: string, signer: typeof owner, wrap = (signature: `0x${string}`) => signature) {
  const { challenge_id, message } = await ask(address)
  const signature = wrap(await signer.signMessage({ message }))
  return { challenge_id, attempt: () => verifyWallet(anonymous(), { challenge_id, signature }) }
}

describe('a contract wallet', () => {
  it('signs in with its owner’s signature, at a block that is kept', async () => {
    const wallet = await deployTestContract('owner-wallet', [owner.address])
    const { challenge_id, attempt } = await signInAs(wallet.address, owner)
    const verified = await attempt()
    expect(verified).toMatchObject({ status: 'VERIFIED', wallet_address: wallet.address.toLowerCase() })

    const chain = createPublicClient({ chain: foundry, transport: http(rpcUrl()) })
    const { blockNumber, blockHash } = await rowOf(challenge_id)
    expect((await chain.getBlock({ blockNumber: blockNumber ?? expect.fail() })).hash).toBe(blockHash)

    const { actor } = await signedIn({ bearer: verified.access_token })
    expect(await database().prisma.wallet.findMany({ where: { userId: actor.userId } })).toEqual([
      expect.objectContaining({ kind: 'CONTRACT', address: wallet.address.toLowerCase(), chainId: 31337 }),
    ])
  })

  it('gives no way into the account its address has by a proof on another chain: E1007', async () => {
    const wallet = await deployTestContract('owner-wallet', [owner.address])
    const address = wallet.address.toLowerCase()
    await (await signInAs(address, owner)).attempt()
    const { prisma, pool } = database()
    const { userId } = await prisma.wallet.findFirstOrThrow({ where: { address } })
    const elsewhere = { where: { address }, data: { chainId: 8453 } }
    await prisma.wallet.updateMany(elsewhere)

    const { challenge_id, attempt } = await signInAs(address, owner)
    await expect(attempt()).rejects.toEqual(code('E1007'))
    expect((await rowOf(challenge_id)).status).toBe('PENDING')

    const proof = { challengeId: challenge_id, now: currentTime(), kind: 'CONTRACT' as const, block: null }
    const expiresAt = addSeconds(currentTime(), 60)
    const session = { id: newId(), kind: 'TOKEN' as const, tokenHash: 'x', userAgent: null, expiresAt }
    expect(await consumeAndSignIn(sqlOver(pool), address, proof, session)).toBeNull()
    expect(await prisma.session.count({ where: { userId } })).toBe(1)
    expect(await prisma.wallet.count({ where: { address } })).toBe(1)
  })

  it('refuses another’s signature: E1005, which uses the challenge up', async () => {
    const wallet = await deployTestContract('owner-wallet', [owner.address])
    const { challenge_id, attempt } = await signInAs(wallet.address, stranger)
    await expect(attempt()).rejects.toEqual(code('E1005'))
    expect(await rowOf(challenge_id)).toMatchObject({ status: 'FAILED' })
    await expect(attempt()).rejects.toEqual(code('E1007'))
  })

  it.each([0, 1, 2, 3, 4])('that lies in manner %i is not believed: E1005', async (manner) => {
    const wallet = await deployTestContract('lying-wallet', [manner])
    const { attempt } = await signInAs(wallet.address, owner)
    await expect(attempt()).rejects.toEqual(code('E1005'))
  })

  it.each(['reverting-wallet', 'gas-burning-wallet'] as const)(
    'that is a %s says no, and keeps nobody waiting: E1005',
    async (name) => {
      const wallet = await deployTestContract(name)
      const { attempt } = await signInAs(wallet.address, owner)
      await expect(attempt()).rejects.toEqual(code('E1005'))
    },
  )

  it('is asked about signatures of any length', async () => {
    const wallet = await deployTestContract('owner-wallet', [owner.address])
    const check = (signature: string) =>
      verifyDigestSignature(anonymous(), {
        chainId: 31337,
        address: wallet.address.toLowerCase(),
        digest: hashMessage('x'),
        signature,
      })

    for (const length of [0, 1, 63, 64, 65, 66, 130, 5_000])
      expect(await check(`0x${'00'.repeat(length)}`)).toBe('invalid')
  })

  it('signs in once of 20 times at once', async () => {
    const wallet = await deployTestContract('owner-wallet', [owner.address])
    const { attempt } = await signInAs(wallet.address, owner)
    const results = await Promise.allSettled(Array.from({ length: 20 }, attempt))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(results.filter((result) => result.status === 'rejected' && result.reason.code !== 'E1007')).toEqual([])
  })
})

describe('a wallet that is not deployed yet (ERC-6492)', () => {
  const salts = { next: 0 }
  async function futureWallet() {
    const factory = await deployTestContract('wallet-factory')
    const salt = numberToHex(++salts.next, { size: 32 })
    const chain = createPublicClient({ chain: foundry, transport: http(rpcUrl()) })
    const args = [owner.address, salt] as const
    const address = (await chain.readContract({ ...factory, functionName: 'addressOf', args })) as `0x${string}`
    const data = encodeFunctionData({ abi: factory.abi as Abi, functionName: 'create', args })
    const wrap = (signature: `0x${string}`) => serializeErc6492Signature({ address: factory.address, data, signature })
    const deploy = async () => {
      const wallet = createWalletClient({ account: await fundedAccount(), chain: foundry, transport: http(rpcUrl()) })
      await mined(chain, await wallet.sendTransaction({ to: factory.address, data }))
    }
    return { address, wrap, deploy }
  }

  it('signs in with the deployment in its signature', async () => {
    const { address, wrap } = await futureWallet()
    const { attempt } = await signInAs(address, owner, wrap)
    await expect(attempt()).resolves.toMatchObject({ status: 'VERIFIED', wallet_address: address.toLowerCase() })
  })

  it('and goes on signing the same way once deployed', async () => {
    const { address, wrap, deploy } = await futureWallet()
    await deploy()
    for (const form of [wrap, (signature: `0x${string}`) => signature]) {
      const { attempt } = await signInAs(address, owner, form)
      await expect(attempt()).resolves.toMatchObject({ status: 'VERIFIED' })
    }
  })

  it('refuses another’s signature: E1005', async () => {
    const { address, wrap } = await futureWallet()
    const { challenge_id, attempt } = await signInAs(address, stranger, wrap)
    await expect(attempt()).rejects.toEqual(code('E1005'))
    expect(await rowOf(challenge_id)).toMatchObject({ status: 'FAILED' })
  })

  it('is not proven by a deployment that puts nothing at its address: E1005', async () => {
    const { wrap } = await futureWallet()
    const { attempt } = await signInAs(stranger.address, owner, wrap)
    await expect(attempt()).rejects.toEqual(code('E1005'))
  })

  it('without the deployment is a key’s address: E1006', async () => {
    const { address } = await futureWallet()
    const { attempt } = await signInAs(address, owner)
    await expect(attempt()).rejects.toEqual(code('E1006'))
  })

  it('with a broken wrapper is badly shaped: E1008', async () => {
    const { address } = await futureWallet()
    const { challenge_id, attempt } = await signInAs(address, owner, () => `0x1234${'6492'.repeat(16)}`)
    await expect(attempt()).rejects.toEqual(code('E1008'))
    expect(await rowOf(challenge_id)).toMatchObject({ status: 'PENDING' })
  })
})

describe('checkSignature', () => {
  const digest = hashMessage('anything')
  const question = { chainId: 31337, digest }

  it('takes an account with delegated code (EIP-7702) for a key when its key signed', async () => {
    const delegate = await deployTestContract('lying-wallet', [0])
    const account = await fundedAccount()
    await setCode(account.address, `0xef0100${delegate.address.slice(2)}`)

    const address = account.address.toLowerCase()
    const signature = await account.sign({ hash: digest })
    expect(await checkSignature(anonymous(), { ...question, address, signature })).toMatchObject({
      verdict: 'valid',
      kind: 'EOA',
      block: null,
    })
    expect(
      await verifyDigestSignature(anonymous(), { ...question, address, signature: await owner.sign({ hash: digest }) }),
    ).toBe('invalid')
  })

  it('is not taken in by a precompile that echoes the question', async () => {
    const address = '0x0000000000000000000000000000000000000004'
    expect(
      await verifyDigestSignature(anonymous(), { ...question, address, signature: await owner.sign({ hash: digest }) }),
    ).toBe('mismatch')
  })

  it('keeps a key’s signature in its one form and a contract’s bytes as they are', async () => {
    const wallet = await deployTestContract('owner-wallet', [owner.address])
    const signature = await owner.sign({ hash: digest })
    const withZeroV = `${signature.slice(0, -2)}${signature.endsWith('1b') ? '00' : '01'}`

    const asKey = await checkSignature(anonymous(), {
      ...question,
      address: owner.address.toLowerCase(),
      signature: withZeroV,
    })
    expect(asKey).toEqual({ verdict: 'valid', kind: 'EOA', block: null, signature })
    const asContract = await checkSignature(anonymous(), {
      ...question,
      address: wallet.address.toLowerCase(),
      signature,
    })
    expect(asContract).toMatchObject({
      verdict: 'valid',
      kind: 'CONTRACT',
      signature,
      block: { number: expect.any(Number) },
    })
    expect(hexToBytes(asContract.signature)).toHaveLength(65)
  })
})

describe('contract: true', () => {
  it('gives a contract’s owners 24 hours', async () => {
    const wallet = await deployTestContract('owner-wallet', [owner.address])
    const secondsGiven = async () => {
      const before = currentTime()
      const { expires_at } = await ask(wallet.address, { contract: true })
      return (expires_at.getTime() - before.getTime()) / 1000
    }
    // A chain that is slow for a moment is not waited for: the next one to ask is given them.
    await expect.poll(secondsGiven).toBeGreaterThanOrEqual(86_400)
  })

  it.each([
    ['an address without code', 31337],
    ['a chain that cannot be asked', 1],
  ])('gives %s 10 minutes', async (_what, chain_id) => {
    const { expires_at } = await ask(stranger.address, { contract: true, chain_id })
    expect(expires_at.getTime()).toBeLessThanOrEqual(addSeconds(currentTime(), 600).getTime())
  })
})

async function setCode(address: string, bytecode: string) {
  const chain = createPublicClient({ chain: foundry, transport: http(rpcUrl()) })
  await chain.request({ method: 'anvil_setCode', params: [address, bytecode] } as never)
}
