import {
  createTestClient,
  type Hex,
  http,
  type LocalAccount,
  parseAbi,
  parseEther,
  publicActions,
  walletActions,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { LOCAL_CANDIDATES } from '../lib/agent/local-candidates.mjs'
import { mined } from '../lib/chain/mined.mjs'
import { demoAccount } from '../test/factories/demo-accounts'

export const LOCAL_CHAIN = 'eip155:31337'

type Asset = { symbol: string; decimals: number; token_address?: Hex }
type LocalNetwork = { rpc_url: string; assets: Asset[] }
export type Outcome = 'FULFILLED' | 'NO_CONTEST'
export type Challenge = {
  id: string
  status: string
  title: string
  invite_url?: string
  receipt_id?: string
  reason: { code: string; text: string } | null
}
type Body = Record<string, unknown>
type TypedData = Parameters<LocalAccount['signTypedData']>[0]

/** Somebody with a wallet and a token, who does over the API what people do on pages: the other side of a story. */
export type Party = { account: LocalAccount; address: Hex; token: string }

/** Named by whoever started it: e2e/start-desk.ts, or the person who wants another one looked at. */
export function deskUrl(): string {
  if (!process.env.E2E_URL) throw new Error('E2E_URL names no desk')
  return process.env.E2E_URL
}

/** The chain this desk runs by itself. */
export async function localNetwork(): Promise<LocalNetwork> {
  const { data } = await call<{ data: (LocalNetwork & { chain_id: string })[] }>('GET', 'networks')
  const local = data.find(({ chain_id }) => chain_id === LOCAL_CHAIN)
  if (!local) throw new Error('These stories need a desk on its local chain')
  return local
}

/** The key behind one of the local chain's funded accounts. */
export function fundedAccount(index: number): LocalAccount {
  return demoAccount(index)
}

/** Those of a committee that a local desk registers itself. Agents of other stories may sit beside them: nobody has their keys. */
export function localAuditors(committee: readonly { member: Hex }[]): LocalAccount[] {
  const places = committee.map(({ member }) => LOCAL_CANDIDATES.indexOf(member)).filter((at) => at >= 0)
  return places.map((at) => fundedAccount(10 + at))
}

/** A key nobody has seen before, holding this much ether and so many cents of the test token. */
export async function newAccount({ ether = '0', tokenUnits = 0n } = {}): Promise<LocalAccount> {
  const account = privateKeyToAccount(generatePrivateKey())
  const { rpc_url, assets } = await localNetwork()
  const chain = createTestClient({ mode: 'anvil', chain: foundry, account, transport: http(rpc_url) })
    .extend(publicActions)
    .extend(walletActions)
  if (ether !== '0') await chain.setBalance({ address: account.address, value: parseEther(ether) })
  const token = assets.find(({ token_address }) => token_address)?.token_address
  if (tokenUnits > 0n && token) {
    const abi = parseAbi(['function mint(address to, uint256 amount)'])
    const args = [account.address, tokenUnits] as const
    // Their own hand, so that two stories at once do not use the same number: it takes a little gas.
    if (ether === '0') await chain.setBalance({ address: account.address, value: parseEther('0.01') })
    const hash = await chain.writeContract({ address: token, abi, functionName: 'mint', args })
    await mined(chain, hash)
    await chain.setBalance({ address: account.address, value: parseEther(ether) })
  }
  return account
}

/** Gives an account this much ether, whatever it had. */
export async function setEther(address: Hex, ether: string): Promise<void> {
  const { rpc_url } = await localNetwork()
  const chain = createTestClient({ mode: 'anvil', chain: foundry, transport: http(rpc_url) })
  await chain.setBalance({ address, value: parseEther(ether) })
}

/** A party signed in with this account; with a new one that holds an ether when none is named. */
export async function asParty(account?: LocalAccount): Promise<Party> {
  const own = account ?? (await newAccount({ ether: '1' }))
  const proof = await proveWallet(own)
  const { access_token: token } = await call<{ access_token: string }>('POST', 'wallet/verify', { body: proof })
  return { account: own, address: own.address, token }
}

/** Asks for the sign-in text and signs it: what `wallet/verify` and the browser's sign-in both take. */
export async function proveWallet(account: LocalAccount, desk = deskUrl()) {
  const body = { wallet_address: account.address, chain_id: LOCAL_CHAIN }
  const asked = await call<{ challenge_id: string; message: string }>('POST', 'wallet/challenge', { body, desk })
  return { challenge_id: asked.challenge_id, signature: await account.signMessage({ message: asked.message }) }
}

/** A GATEKEEPER deal whose counterparty must hold this much ether. */
export function bikeDeal({ ether = '0.4', ...over }: Body & { ether?: string } = {}): Body {
  const check = { asset_type: 'NATIVE', min_balance: parseEther(ether).toString(), currency_symbol: 'ETH' }
  return {
    mode: 'GATEKEEPER',
    title: `Bike for ${ether} ETH`,
    description: 'Blue road bike, 54 cm, with lights. Handed over in person; the price is paid on the spot.',
    gatekeeper_requirements: { counterparty: { network: LOCAL_CHAIN, funds_checks: [check] } },
    ...over,
  }
}

export const createChallenge = (party: Party, body: Body = bikeDeal()) =>
  call<Challenge>('POST', 'challenges', { party, body })

export async function sendChallenge(party: Party, id: string): Promise<Challenge> {
  const signature = await signText(party, id, { action: 'send' })
  return call('POST', `challenges/${id}/send`, { party, body: { signature } })
}

export async function acceptChallenge(party: Party, sent: Challenge): Promise<Challenge> {
  const invite = inviteOf(sent)
  const signature = await signText(party, sent.id, { action: 'accept', invite })
  const body = { wallet_address: party.address, signature, invite }
  return call('POST', `challenges/${sent.id}/accept`, { party, body })
}

export async function confirmChallenge(party: Party, id: string, outcome: Outcome = 'FULFILLED'): Promise<Challenge> {
  const signature = await signText(party, id, { action: 'confirm', outcome })
  return call('POST', `challenges/${id}/confirm`, { party, body: { outcome, signature } })
}

export const readChallenge = (party: Party, id: string) => call<Challenge>('GET', `challenges/${id}`, { party })

/** Sent, and waiting for whoever holds its invite. */
export async function sentChallenge(creator: Party, body?: Body): Promise<Challenge> {
  const { id } = await createChallenge(creator, body)
  return sendChallenge(creator, id)
}

/** Both have signed the same terms and everything asked for was there. */
export async function lockedChallenge(creator: Party, counterparty: Party, body?: Body): Promise<Challenge> {
  const accepted = await acceptChallenge(counterparty, await sentChallenge(creator, body))
  return untilStatus(creator, accepted.id, 'INTENT_LOCKED')
}

/** Ended well, with a receipt. */
export async function completedChallenge(creator: Party, counterparty: Party, body?: Body) {
  const { id } = await lockedChallenge(creator, counterparty, body)
  await confirmChallenge(creator, id)
  const { receipt_id = '', ...ended } = await confirmChallenge(counterparty, id)
  return { ...ended, receipt_id }
}

/** The same challenge once it has this status. */
export async function untilStatus(party: Party, id: string, status: string): Promise<Challenge> {
  // Checks that could not be told are asked again by the desk, which sweeps every 30 seconds.
  for (const end = Date.now() + 60_000; Date.now() < end; await new Promise((resume) => setTimeout(resume, 150))) {
    const challenge = await readChallenge(party, id)
    if (challenge.status === status) return challenge
  }
  throw new Error(`Challenge ${id} did not become ${status}`)
}

export const inviteOf = ({ invite_url }: Challenge): string => invite_url?.split('/').at(-1) ?? ''

/** Asks the desk for the text of an action and signs it. */
async function signText({ account, token }: Pick<Party, 'account' | 'token'>, id: string, ask: Record<string, string>) {
  const query = new URLSearchParams(ask)
  const party = { account, address: account.address, token }
  const { typed_data } = await call<{ typed_data: TypedData }>('GET', `challenges/${id}/intent?${query}`, { party })
  return account.signTypedData(typed_data)
}

type Call = { party?: Party; body?: object; desk?: string }

/** One call of the API; whatever is not a success is thrown with what the desk said. */
export async function call<T>(method: string, path: string, { party, body, desk = deskUrl() }: Call = {}) {
  const response = await fetch(`${desk}/api/v1/${path}`, {
    method,
    headers: {
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(party ? { authorization: `Bearer ${party.token}` } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return (await response.json()) as T
}
