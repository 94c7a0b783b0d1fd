import { createPublicClient, createWalletClient, type Hex, http, parseAbi } from 'viem'
import { foundry } from 'viem/chains'
import { mined } from '../lib/chain/mined.mjs'
import { acceptChallenge, call, localNetwork, newAccount, type Party, readChallenge, sentChallenge } from './parties'

// Challenges with bonds, over the API: the other side of a story, and the way to where a story begins.

type Body = Record<string, unknown>
type Prepared = { to: Hex; data: Hex; value: string }
type Feed = { address: Hex; decimals: number }
export type Case = { id: string; status: string; committee: { member: Hex }[] }
export type Bonded = Awaited<ReturnType<typeof readChallenge>> & {
  actions: string[]
  outcome: string | null
  case_id?: string
}

/** A FIRE deal in the chain's coin, unless `bond` says otherwise. */
export function fireDeal(bond: { creator: string; counterparty: string; token_address?: Hex }, over: Body = {}): Body {
  return { mode: 'FIRE', title: 'It rains on Sunday', bond: { network: 'local', ...bond }, ...over }
}

/** The token of the local chain, in which a unit is a millionth. */
export async function localToken(): Promise<Hex> {
  const { assets } = await localNetwork()
  const token = assets.find(({ token_address }) => token_address)?.token_address
  if (!token) throw new Error('The desk lists no token')
  return token
}

/** Sends whatever the desk prepared for a step, one transaction after the other. */
export async function doStep(party: Party, id: string, step: string, more: Record<string, string> = {}): Promise<void> {
  const asked = new URLSearchParams({ step, ...more })
  const { calls } = await call<{ calls: Prepared[] }>('GET', `challenges/${id}/stakes/prepare?${asked}`, { party })
  const { rpc_url } = await localNetwork()
  const chain = chainAt(rpc_url)
  const wallet = createWalletClient({ account: party.account, chain: foundry, transport: http(rpc_url) })
  for (const { to, data, value } of calls) {
    const hash = await wallet.sendTransaction({ to, data, value: BigInt(value) })
    const { status } = await mined(chain, hash)
    if (status !== 'success') throw new Error(`${step} was refused by the contract`)
  }
}

/** Both have signed; nothing is deposited yet. */
export async function acceptedChallenge(creator: Party, counterparty: Party, body: Body): Promise<Bonded> {
  return (await acceptChallenge(counterparty, await sentChallenge(creator, body))) as Bonded
}

/** Both bonds are in the contract, and the chain has confirmed it. */
export async function depositedChallenge(creator: Party, counterparty: Party, body: Body): Promise<Bonded> {
  const { id } = await acceptedChallenge(creator, counterparty, body)
  await doStep(creator, id, 'open')
  await untilBonded(counterparty, id, ({ actions }) => actions.includes('deposit'))
  await doStep(counterparty, id, 'join')
  return untilBonded(creator, id, ({ status }) => status !== 'AWAITING_COUNTERPARTY')
}

/** The same challenge once it is as wanted. */
export async function untilBonded(party: Party, id: string, isIt: (challenge: Bonded) => boolean): Promise<Bonded> {
  for (const end = Date.now() + 45_000; Date.now() < end; await new Promise((resume) => setTimeout(resume, 200))) {
    const challenge = (await readChallenge(party, id)) as Bonded
    if (isIt(challenge)) return challenge
  }
  throw new Error(`Challenge ${id} did not come so far`)
}

export async function untilSeated(party: Party, caseId: string): Promise<Case> {
  for (const end = Date.now() + 45_000; Date.now() < end; await new Promise((resume) => setTimeout(resume, 300))) {
    const found = await call<Case>('GET', `cases/${caseId}`, { party })
    if (found.committee.length > 0) return found
  }
  throw new Error(`Nobody was drawn for ${caseId}`)
}

/** Signs a text of the time after the lock, and hands it in. */
export async function signAndPost(party: Party, id: string, ask: Record<string, string>, path: string, body: Body) {
  type Text = Parameters<Party['account']['signTypedData']>[0]
  const asked = new URLSearchParams(ask)
  const { typed_data } = await call<{ typed_data: Text }>('GET', `challenges/${id}/intent?${asked}`, { party })
  const signature = await party.account.signTypedData(typed_data)
  return call<Bonded>('POST', path, { party, body: { ...body, signature } })
}

/** The test feed of the local chain. */
export async function localFeed(): Promise<Feed> {
  const { data } = await call<{ data: { chain_id: string; feeds: Feed[] }[] }>('GET', 'networks')
  const feed = data.find(({ chain_id }) => chain_id === 'eip155:31337')?.feeds[0]
  if (!feed) throw new Error('The desk lists no feed')
  return feed
}

/** Publishes the next round of the test feed. */
export async function publishAnswer({ address }: Feed, answer: bigint, updatedAt: number): Promise<void> {
  const { rpc_url } = await localNetwork()
  const account = await newAccount({ ether: '1' })
  const wallet = createWalletClient({ account, chain: foundry, transport: http(rpc_url) })
  const abi = parseAbi(['function setAnswer(int256 answer, uint256 updatedAt)'])
  const args = [answer, BigInt(updatedAt)] as const
  const hash = await wallet.writeContract({ address, abi, functionName: 'setAnswer', args })
  await mined(chainAt(rpc_url), hash)
}

const chainAt = (rpc: string) => createPublicClient({ chain: foundry, transport: http(rpc) })
