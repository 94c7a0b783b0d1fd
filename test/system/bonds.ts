import { createPublicClient, createWalletClient, erc20Abi, type Hex, http, parseAbi } from 'viem'
import { foundry } from 'viem/chains'
import { mined } from '@/lib/chain/mined.mjs'
import { demoAccount } from '../factories/demo-accounts'
import { fund, mint } from './chain'
import { type Challenge, Client, signedIn } from './client'
import { accepted } from './deals'
import type { Desk } from './desk'

const POLL_MS = 100
const PATIENCE_MS = 60_000

/** The bonds of the vectors: 1 000 003 and 999 997 units. */
export const CREATOR_BOND = 1_000_003n
export const COUNTERPARTY_BOND = 999_997n

type Call = { to: Hex; data: Hex; value: string; chain_id: string; says: string }
type Network = {
  chain_id: string
  escrow: Hex
  assets: { token_address?: Hex; decimals: number }[]
  feeds: { address: Hex; decimals: number }[]
}

/** What the desk says of its local chain. */
export async function localNetwork(client: Client): Promise<Network & { token: Hex }> {
  const { data } = await client.get<{ data: Network[] }>('/networks')
  const local = data.find(({ chain_id }) => chain_id === 'eip155:31337')
  const token = local?.assets.find(({ token_address }) => token_address)?.token_address
  if (!local || !token) throw new Error('The desk lists no local chain with a token')
  return { ...local, token }
}

/** Two people with coin and tokens enough for any deal of the tests. */
export async function twoFunded(desk: Desk): Promise<{ creator: Client; bob: Client }> {
  const [creator, bob] = await Promise.all([signedIn(desk), signedIn(desk)])
  const { token } = await localNetwork(creator)
  await Promise.all(
    [creator, bob].flatMap(({ address }) => [
      fund(desk.rpcUrl, address),
      mint(desk.rpcUrl, token, address, 10n ** 12n),
    ]),
  )
  return { creator, bob }
}

/** A FIRE body over `bond`; native coin unless a token is named. */
export function fire(bond: { token_address?: Hex; creator: string; counterparty: string }, over: object = {}) {
  return { mode: 'FIRE', title: 'It rains on Sunday', bond: { network: 'local', ...bond }, ...over }
}

/** Sends what the desk prepared, one call after the other, each until it is in a block. */
export async function sendCalls(client: Client, rpcUrl: string, calls: Call[]): Promise<Hex[]> {
  const wallet = createWalletClient({ account: client.account, chain: foundry, transport: http(rpcUrl) })
  const hashes: Hex[] = []
  for (const { to, data, value } of calls) {
    const hash = await wallet.sendTransaction({ to, data, value: BigInt(value) })
    const { status } = await mined(chainReader(rpcUrl), hash)
    if (status !== 'success') throw new Error(`${hash} was reverted`)
    hashes.push(hash)
  }
  return hashes
}

/** Asks for a step's calls and sends them; a token is approved first, which makes the desk ask only for the rest. */
export async function doStep(client: Client, desk: Desk, id: string, step: string, more: object = {}): Promise<void> {
  const asked = new URLSearchParams({ step, ...more })
  const { calls } = await client.get<{ calls: Call[] }>(`/challenges/${id}/stakes/prepare?${asked}`)
  await sendCalls(client, desk.rpcUrl, calls)
}

/** Waits until the challenge is as wanted. */
export async function until(
  client: Client,
  id: string,
  isIt: (challenge: Challenge) => boolean,
  patienceMs = PATIENCE_MS,
): Promise<Challenge> {
  const giveUp = Date.now() + patienceMs
  for (;;) {
    const challenge = await client.get<Challenge>(`/challenges/${id}`)
    if (isIt(challenge)) return challenge
    if (Date.now() > giveUp) {
      throw new Error(
        `Still ${challenge.status}: ${JSON.stringify(challenge.stakes)} ${JSON.stringify(challenge.reason)}`,
      )
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}

/** Waits for anything else that takes the desk a moment. */
export async function eventually<T>(look: () => Promise<T | null>, what: string, patienceMs = PATIENCE_MS): Promise<T> {
  const giveUp = Date.now() + patienceMs
  for (;;) {
    const found = await look()
    if (found !== null) return found
    if (Date.now() > giveUp) throw new Error(`Never came: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}

/** Both have signed and deposited, and the chain has confirmed it. */
export async function deposited(desk: Desk, creator: Client, bob: Client, body: object): Promise<Challenge> {
  const { id } = await accepted(creator, bob, body)
  await doStep(creator, desk, id, 'open')
  await until(bob, id, ({ actions }) => actions.includes('deposit'))
  await doStep(bob, desk, id, 'join')
  return until(creator, id, ({ status }) => status !== 'AWAITING_COUNTERPARTY')
}

/** The members of the roster a local desk has of itself, signed in. */
export async function memberOf(desk: Desk, address: string): Promise<Client> {
  const account = Array.from({ length: 30 }, (_, index) => demoAccount(index)).find(
    (each) => each.address.toLowerCase() === address,
  )
  if (!account) throw new Error(`${address} is none of the local chain's accounts`)
  return new Client(desk, { account }).signIn()
}

const chainReader = (rpcUrl: string) => createPublicClient({ chain: foundry, transport: http(rpcUrl) })

const CREDITED = parseAbi(['function credited(address token, address account) view returns (uint256)'])

/** What the escrow owes `account`, and what `account` holds, in a token. */
export function ledger(rpcUrl: string, escrow: Hex, token: Hex) {
  const chain = chainReader(rpcUrl)
  return {
    owed: (account: Hex) =>
      chain.readContract({ address: escrow, abi: CREDITED, functionName: 'credited', args: [token, account] }),
    held: (account: Hex) =>
      chain.readContract({ address: token, abi: erc20Abi, functionName: 'balanceOf', args: [account] }),
  }
}
