import { type Hex, parseSignature, serializeSignature } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { fund } from './chain'
import { type Ask, type Challenge, type Client, newKey, signedIn } from './client'
import { withDatabase } from './database'
import { confirmation, drafted, gatekeeper, inviteOf, locked, sent } from './deals'
import type { Desk } from './desk'

/** The order of secp256k1: with s, n − s signs the same. */
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

export type Scene = Awaited<ReturnType<typeof setScene>>

/** People, a challenge at every stage, and short ways to ask for something. */
export async function setScene(desk: Desk) {
  const [creator, bob, eve, nobody] = await Promise.all([1, 2, 3, 4].map(() => signedIn(desk)))
  if (!creator || !bob || !eve || !nobody) throw new Error('Somebody is missing')
  nobody.token = null
  await fund(desk.rpcUrl, bob.address)

  return {
    ...{ creator, bob, eve, nobody },
    ...(await stages(creator, bob)),
    ...(await revisions(creator, bob)),
    ...(await endings(creator, bob)),
    ...(await belongings(creator)),
    ...(await walletProofs(desk, creator)),
    post,
    create: (body: unknown, more?: Ask) => post(creator, '/challenges', body, more),
    act: (who: Client, { id }: Challenge, action: string, body: object = {}) =>
      post(who, `/challenges/${id}/${action}`, body),
    prove: (body: object) => post(nobody, '/wallet/challenge', { chain_id: 31337, ...body }),
    check: (body: object) =>
      post(bob, '/funds/check', {
        ...{ wallet_address: bob.address, network: 'local', asset_type: 'NATIVE', min_balance: '1' },
        ...body,
      }),
  }
}

const post = (who: Client, path: string, body?: unknown, more: Ask = {}) => who.call('POST', path, { body, ...more })

async function stages(creator: Client, bob: Client) {
  const twice = await drafted(creator)
  const sendTwice = { signature: await creator.sign(twice.id, { action: 'send' }) }
  await creator.post(`/challenges/${twice.id}/send`, sendTwice)
  return {
    draft: await drafted(creator),
    open: await sent(creator),
    named: await sent(creator, gatekeeper(undefined, { counterparty: bob.address })),
    inForce: await locked(creator, bob),
    twice,
    sendTwice,
  }
}

/** Terms that changed after somebody had signed or been invited to them. */
async function revisions(creator: Client, bob: Client) {
  const patched = await drafted(creator)
  const signedBefore = await creator.sign(patched.id, { action: 'send' })
  await creator.call('PATCH', `/challenges/${patched.id}`, { body: { title: 'Another bicycle' } })

  const countered = await sent(creator, gatekeeper(undefined, { counterparty: bob.address }))
  const acceptedBefore = await bob.sign(countered.id, { action: 'accept' })
  const changes = { title: 'A cheaper bicycle' }
  const signature = await creator.sign(countered.id, { action: 'counter', changes })
  await creator.post(`/challenges/${countered.id}/counter`, { changes, signature })
  return { patched, signedBefore, countered, acceptedBefore, oldInvite: inviteOf(countered) }
}

/** One that is over, with the body that ended it. */
async function endings(creator: Client, bob: Client) {
  const over = await locked(creator, bob, gatekeeper(undefined, { visibility: 'parties' }))
  await creator.post(`/challenges/${over.id}/confirm`, await confirmation(creator, over.id))
  const lastWord = await confirmation(bob, over.id)
  const { receipt_id: receipt } = await bob.post<Challenge>(`/challenges/${over.id}/confirm`, lastWord)
  await untilAnchored(bob, receipt as string)
  return { over, lastWord, receipt }
}

/** What the worker still has to do is done before anything is compared. */
async function untilAnchored(party: Client, receipt: string): Promise<void> {
  for (;;) {
    const { anchor } = await party.get<{ anchor: { state: string } }>(`/receipts/${receipt}`)
    if (anchor.state === 'FINAL') return
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

async function belongings(creator: Client) {
  const account = privateKeyToAccount(generatePrivateKey())
  await creator.post('/wallet/verify', await creator.proveWallet(account, 'link_wallet'))
  const usedKey = newKey()
  await creator.post('/challenges', gatekeeper(), usedKey)
  const { id: apiKey } = await creator.post<{ id: string }>('/api-keys', { name: 'Mine', scopes: ['challenges:read'] })
  const { data: sessions } = await creator.get<{ data: { id: string }[] }>('/me/sessions')
  return { linked: account.address.toLowerCase() as Hex, usedKey, apiKey, session: sessions[0]?.id }
}

/** Proofs that nobody handed in, that were handed in, and that came too late. */
async function walletProofs(desk: Desk, client: Client) {
  const [fresh, late, spent] = [await client.proveWallet(), await client.proveWallet(), await client.proveWallet()]
  await client.post('/wallet/verify', spent)
  await withDatabase(desk.databaseUrl, (query) =>
    query(`UPDATE wallet_challenges SET expires_at = now() - interval '1 second' WHERE id = $1`, [late.challenge_id]),
  )
  await client.call('POST', '/wallet/verify', { body: late })
  return { fresh, late, spent }
}

/** The other signature that the same key could have made, which nobody should be able to pass for a new one. */
export function highS(signature: Hex): Hex {
  const { r, s, yParity } = parseSignature(signature)
  const other = (ORDER - BigInt(s)).toString(16).padStart(64, '0')
  return serializeSignature({ r, s: `0x${other}`, yParity: 1 - yParity })
}
