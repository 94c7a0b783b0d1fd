/**
 * The whole GATEKEEPER story over HTTP: a seller and a buyer who do not know each other make a deal, and both leave
 * with a receipt. Nothing here but two keys and the desk's API.
 *
 *   npx tsx examples/gatekeeper.ts [http://localhost:3000]
 */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createTestClient, http, parseAbi, parseEther, publicActions, walletActions } from 'viem'
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'

type Party = { account: PrivateKeyAccount; token: string }
type Challenge = { id: string; status: string; invite_url: string; receipt_id: string; reason: unknown }
type Receipt = { anchor: { state: string; block_number: number } }
type Networks = { data: { chain_id: string; rpc_url: string; assets: { token_address?: `0x${string}` }[] }[] }
type Intent = { typed_data: Parameters<PrivateKeyAccount['signTypedData']>[0] }

const desk = process.argv[2] ?? process.env.COUNTERSIGN_URL ?? 'http://localhost:3000'
const local = (await get<Networks>('networks')).data.find(({ chain_id }) => chain_id === 'eip155:31337')
const testToken = local?.assets.find(({ token_address }) => token_address)?.token_address
if (!local || !testToken) throw new Error('This story needs a desk on its local chain')

// Each proves a wallet: signs the desk's text, and gets a token to call with.
const seller = await signIn(privateKeyToAccount(generatePrivateKey()))
const buyer = await signIn(privateKeyToAccount(generatePrivateKey()))
say(`seller ${seller.account.address} and buyer ${buyer.account.address} have proven their wallets`)

// On the local chain everybody can give themselves funds.
await giveFunds(buyer.account)
say('the buyer holds 1 ETH and 300 tUSD')

// The seller writes the terms: whoever accepts must hold the price in ETH and a deposit in tUSD.
const { id } = await post<Challenge>('challenges', seller, {
  mode: 'GATEKEEPER',
  title: 'Bike for 0.4 ETH',
  description: 'Blue road bike, 54 cm, with lights. Handed over in person; the price is paid on the spot.',
  gatekeeper_requirements: {
    counterparty: {
      network: 'eip155:31337',
      funds_checks: [
        { asset_type: 'NATIVE', min_balance: '400000000000000000', currency_symbol: 'ETH' },
        { asset_type: 'ERC20', token_address: testToken, min_balance: '250000000', currency_symbol: 'tUSD' },
      ],
    },
  },
})
const sent = await post<Challenge>(`challenges/${id}/send`, seller, { signature: await sign(seller, 'send') })
say(`challenge ${id}: signed and sent`)

// The invite is all the buyer gets. Accepting signs the same terms, bound to the seller's signature.
const invite = sent.invite_url.split('/').at(-1)
const signature = await sign(buyer, 'accept', `&invite=${invite}`)
await post(`challenges/${id}/accept`, buyer, { wallet_address: buyer.account.address, signature, invite })
say('the buyer has signed the same terms')

// The desk reads both requirements at one block, without telling anybody the balance.
await until(
  () => get<Challenge>(`challenges/${id}`, seller),
  ({ status, reason }) => {
    if (status === 'CANCELLED') throw new Error(`Called off: ${JSON.stringify(reason)}`)
    return status === 'INTENT_LOCKED'
  },
)
say('wallets and funds passed: the intent is locked')

// The bike changes hands. Then both sign how it ended, and that ends it.
for (const party of [seller, buyer]) {
  const signed = await sign(party, 'confirm', '&outcome=FULFILLED')
  await post(`challenges/${id}/confirm`, party, { outcome: 'FULFILLED', signature: signed })
}
const { status, receipt_id } = await get<Challenge>(`challenges/${id}`, buyer)
if (status !== 'COMPLETED') throw new Error(`Expected COMPLETED, the challenge is ${status}`)
say(`both signed FULFILLED: receipt ${receipt_id}`)

// The receipt's hash is a leaf of a Merkle tree whose root EAS timestamps on chain.
const { anchor } = await until(
  () => get<Receipt>(`receipts/${receipt_id}`, buyer),
  (receipt) => receipt.anchor.state === 'FINAL',
)
say(`anchored in block ${anchor.block_number}`)

// One file holds the proof. It needs no desk; with a node even its time needs no trust.
const file = path.join(tmpdir(), `countersign-${receipt_id.slice(2, 14)}.json`)
writeFileSync(file, Buffer.from(await (await call('GET', `receipts/${receipt_id}/bundle`, buyer)).arrayBuffer()))
say(`saved as ${file}; verified offline, then with a node:`)
execFileSync('npx', ['countersign', 'verify', file], { stdio: 'inherit' })
execFileSync('npx', ['countersign', 'verify', file, '--rpc', local.rpc_url, '--desk', desk], { stdio: 'inherit' })

async function signIn(account: PrivateKeyAccount): Promise<Party> {
  const asked = { wallet_address: account.address, chain_id: 'eip155:31337' }
  const { challenge_id, message } = await post<{ challenge_id: string; message: string }>(
    'wallet/challenge',
    null,
    asked,
  )
  const signature = await account.signMessage({ message })
  const { access_token } = await post<{ access_token: string }>('wallet/verify', null, { challenge_id, signature })
  return { account, token: access_token }
}

/** Asks for the text of an action and signs it: readable fields, never a bare hash. */
async function sign(party: Party, action: string, more = ''): Promise<string> {
  const { typed_data } = await get<Intent>(`challenges/${id}/intent?action=${action}${more}`, party)
  return party.account.signTypedData(typed_data)
}

async function giveFunds(account: PrivateKeyAccount): Promise<void> {
  const chain = createTestClient({ mode: 'anvil', chain: foundry, account, transport: http(local?.rpc_url) })
    .extend(publicActions)
    .extend(walletActions)
  await chain.setBalance({ address: account.address, value: parseEther('1') })
  const abi = parseAbi(['function mint(address to, uint256 amount)'])
  const args = [account.address, 300_000_000n] as const
  const hash = await chain.writeContract({ address: testToken as `0x${string}`, abi, functionName: 'mint', args })
  await chain.waitForTransactionReceipt({ hash, checkReplacement: false })
}

async function until<T>(read: () => Promise<T>, isDone: (value: T) => boolean): Promise<T> {
  for (const end = Date.now() + 60_000; Date.now() < end; await new Promise((resume) => setTimeout(resume, 250))) {
    const value = await read()
    if (isDone(value)) return value
  }
  throw new Error('It took longer than a minute')
}

async function get<T>(what: string, party: Party | null = null): Promise<T> {
  return (await call('GET', what, party)).json() as Promise<T>
}

async function post<T>(what: string, party: Party | null, body: object): Promise<T> {
  return (await call('POST', what, party, body)).json() as Promise<T>
}

/** One call. Whatever is not a success comes as problem+json, with a code and a sentence that says what to do. */
async function call(method: string, what: string, party: Party | null, body?: object): Promise<Response> {
  const response = await fetch(`${desk}/api/v1/${what}`, {
    method,
    headers: {
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(party ? { authorization: `Bearer ${party.token}` } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  if (!response.ok) throw new Error(`${method} ${what}: ${response.status} ${await response.text()}`)
  return response
}

function say(line: string): void {
  console.log(line)
}
