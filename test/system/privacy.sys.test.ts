import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Hex } from 'viem'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { honest, quoting, startProviders } from '../fakes/rpc-providers'
import { fund, mint, startChain } from './chain'
import { type Answer, type Challenge, Client, newKey } from './client'
import { dumpRows, listTables, withDatabase } from './database'
import { accepted, checked, checkedOnce, completed, drafted, gatekeeper, inviteOf, locked } from './deals'
import { type Desk, startDesk } from './desk'
import { follow } from './follow'
import { formsOf, tracesIn, tracesInBytes, writings } from './traces'

/** What the wallets hold. Nothing else in the world is these numbers. */
const balances = {
  creator: 64_738_291_055_647_382_911n,
  bob: 73_918_264_550_192_837_465n,
  token: 918_273_645_102_938_475n,
}
const MORE_THAN_ANY = (10n ** 24n).toString()

let chain: Awaited<ReturnType<typeof startChain>>
let fakes: Awaited<ReturnType<typeof startProviders>>
let desk: Desk
let creator: Client
let bob: Client
let token: Hex
const answers: string[] = []
const streamed: string[] = []
const handedOut: Record<string, string> = {}
/** What may be told once, to one caller, in one answer. */
const handOut = (name: string, secret: string | null | undefined) => {
  if (!secret) throw new Error(`There is no ${name}`)
  handedOut[name] = secret
}

const onAnswer = ({ status, headers, text }: Answer<unknown>) =>
  void answers.push(`${status}\n${[...headers].map((pair) => pair.join(': ')).join('\n')}\n\n${text}`)
const person = () => new Client(desk, { onAnswer })

beforeAll(async () => {
  chain = await startChain()
  fakes = await startProviders([honest, honest], chain.url)
  // The first is shown to whoever asks for the networks, so that wallets find the local chain; the others are not.
  const urls = [chain.url, ...fakes.urls].join(',')
  desk = await startDesk({ env: { RPC_31337: urls, LOG_LEVEL: 'trace', ANCHOR_MAX_SECONDS: '1' } })

  creator = person()
  bob = person()
  token = await testToken()
  await Promise.all([
    fund(chain.url, creator.address, balances.creator),
    fund(chain.url, bob.address, balances.bob),
    mint(chain.url, token, bob.address, balances.token),
  ])
  await liveThroughEverything()
})
afterAll(async () => {
  await desk?.close()
  await fakes?.close()
  await chain?.close()
})

async function testToken(): Promise<Hex> {
  type Networks = { data: { chain_id: string; assets: { symbol: string; token_address?: Hex }[] }[] }
  const { data } = await person().get<Networks>('/networks')
  const local = data.find(({ chain_id }) => chain_id === 'eip155:31337')
  return local?.assets.find(({ token_address }) => token_address)?.token_address as Hex
}

/** Everything that reads a balance, succeeding, failing and finding no answer; everything that hands out a secret. */
async function liveThroughEverything(): Promise<void> {
  await signIn(creator, 'token of the creator')
  await signIn(bob, 'token of bob')
  await signInBrowser(bob)
  const events = await follow(bob)

  await checkOwnFunds()
  const done = await completed(creator, bob, deal('1'))
  await checkRequirement(await locked(creator, bob, deal('2')))
  const poor = await accepted(creator, bob, deal(MORE_THAN_ANY))
  expect(await checked(bob, poor.id)).toMatchObject({ status: 'CANCELLED', reason: { code: 'E4021' } })
  await meetTalkativeProviders()

  await readEverything(done)
  await events.until(({ type, subject }) => type === 'receipt.anchored' && subject === done.receipt_id)
  await events.cut()
  streamed.push(JSON.stringify(events.events))
  await readReceipt(done)
}

async function signIn(client: Client, name: string): Promise<void> {
  await client.signIn()
  handOut(name, client.token)
}

/** As the pages do: the session is a cookie. */
async function signInBrowser(client: Client): Promise<void> {
  const page = person()
  const proof = await client.proveWallet()
  const csrf = await page.call<{ csrfToken: string }>('GET', '/api/auth/csrf')
  const cookie = csrf.headers.getSetCookie().map((each) => each.split(';')[0])
  const form = new URLSearchParams({ ...proof, csrfToken: csrf.body.csrfToken, json: 'true' })
  const answer = await page.call('POST', '/api/auth/callback/wallet', {
    raw: form.toString(),
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      cookie: cookie.join('; '),
      origin: desk.url,
    },
  })
  const session = answer.headers.getSetCookie().find((each) => each.includes('session-token'))
  handOut('cookie of a browser', session?.split(';')[0]?.split('=')[1])
}

/** Of the wallet's own money, for itself: only then is there a salt. */
async function checkOwnFunds(): Promise<void> {
  const { key } = await bob.post<{ key: string }>(
    '/api-keys',
    { name: 'Checks', scopes: ['challenges:read', 'challenges:write'] },
    newKey(),
  )
  handOut('API key', key)
  const program = person()
  program.token = key

  const native = { wallet_address: bob.address, network: 'local', asset_type: 'NATIVE' }
  const erc20 = { ...native, asset_type: 'ERC20', token_address: token }
  const asked = [
    { ...native, min_balance: '1' },
    { ...native, min_balance: MORE_THAN_ANY },
    { ...erc20, min_balance: '1' },
    { ...erc20, min_balance: MORE_THAN_ANY },
  ]
  for (const [index, check] of asked.entries()) {
    const ask = newKey()
    const first = await program.post<{ status: string; salt: string }>('/funds/check', check, ask)
    expect(first.status).toBe(index % 2 === 0 ? 'PASSED' : 'FAILED')
    handOut(`salt ${index}`, first.salt)
    const again = await program.post<{ salt: string | null }>('/funds/check', check, ask)
    expect(again.salt).toBeNull()
  }
}

/** The other side's money, as the signed terms ask for it. */
async function checkRequirement({ id }: Challenge): Promise<void> {
  const asked = { wallet_address: bob.address, network: 'local', asset_type: 'NATIVE', min_balance: '2' }
  const answer = await creator.post<{ status: string; salt?: string }>('/funds/check', { ...asked, challenge_id: id })
  expect(answer).toMatchObject({ status: 'PASSED' })
  expect(answer.salt).toBeUndefined()
}

/** Providers that refuse, and quote what they know while doing so. */
async function meetTalkativeProviders(): Promise<void> {
  const words = Object.values(writings(balances.bob)).join(' ')
  for (const provider of fakes.providers) provider.become(quoting(words))
  const { id } = await accepted(creator, bob, deal('3'))
  expect(await checkedOnce(bob, id)).toMatchObject({ status: 'AWAITING_GATEKEEPER' })
  await bob.call('POST', '/funds/check', {
    body: { wallet_address: bob.address, network: 'local', asset_type: 'NATIVE', min_balance: '3' },
  })
  for (const provider of fakes.providers) provider.become(honest)
  expect(await checked(bob, id)).toMatchObject({ status: 'INTENT_LOCKED' })
}

function deal(minimum: string): object {
  const native = { asset_type: 'NATIVE', min_balance: minimum, currency_symbol: 'ETH', recheck: 'both' }
  const erc20 = { ...native, asset_type: 'ERC20', token_address: token, currency_symbol: 'tUSD' }
  return gatekeeper(undefined, {
    gatekeeper_requirements: {
      creator: { network: 'local', funds_checks: [{ ...native, min_balance: '1' }] },
      counterparty: { network: 'local', funds_checks: [native, erc20] },
    },
  })
}

async function readEverything({ id }: Challenge): Promise<void> {
  const open = await accepted(creator, bob, deal('4'))
  await creator.call('GET', `/challenges/${open.id}`)
  for (const one of [creator, bob, person()]) {
    for (const view of ['', '/events', '/rehearsal']) await one.call('GET', `/challenges/${id}${view}`)
    for (const list of ['/challenges', '/events?limit=200', '/receipts', '/me', '/me/sessions', '/api-keys'])
      await one.call('GET', list)
  }
  for (const route of ['/networks', '/events/types', '/api/health', '/api/metrics', '/.well-known/countersign.json'])
    await person().call('GET', route)
}

async function readReceipt({ receipt_id }: Challenge): Promise<void> {
  const anchorState = async () => (await bob.get<{ anchor: { state: string } }>(`/receipts/${receipt_id}`)).anchor.state
  await vi.waitUntil(async () => (await anchorState()) === 'FINAL', { timeout: 30_000 })
  for (const one of [creator, bob, person()]) {
    await one.call('GET', `/receipts/${receipt_id}`)
    await one.call('GET', `/receipts/${receipt_id}/bundle`)
  }
}

/** All that left the desk or stayed in it. */
async function everything(): Promise<Record<'answers' | 'logs' | 'rows', string>> {
  const rows = await withDatabase(desk.databaseUrl, dumpRows)
  return { answers: [...answers, ...streamed].join('\n\n'), logs: desk.logs(), rows }
}

function tracesOf(texts: Record<string, string>, forms: readonly string[]): string[] {
  return Object.entries(texts).flatMap(([place, text]) => tracesIn(text, forms).map((form) => `${place}: ${form}`))
}

/** What Postgres has on its disk, overwritten rows and its own journal too. */
function filesOnDisk(): { name: string; bytes: Buffer }[] {
  const data = path.join(desk.dataDir, 'postgres')
  const files = readdirSync(data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.flatMap((entry) => {
    const name = path.join(entry.parentPath, entry.name)
    try {
      return [{ name: path.relative(data, name), bytes: readFileSync(name) }]
    } catch (error) {
      // Postgres is at work: what it has removed since the listing is on its disk no more.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw error
    }
  })
}

describe('the search', () => {
  it.each(Object.entries(writings(balances.bob)))('finds a balance written as %s', (_, text) => {
    expect(tracesIn(`before ${text} after`, formsOf(balances.bob))).not.toEqual([])
    expect(tracesIn(`before ${text} after`, formsOf(balances.creator))).toEqual([])
  })

  it('looks at every table, at real logs and at every answer', async () => {
    const { answers: told, logs, rows } = await everything()
    const tables = await withDatabase(desk.databaseUrl, listTables)
    expect(tables).toEqual(expect.arrayContaining(['public.funds_proofs', 'graphile_worker._private_jobs']))
    for (const table of ['challenges', 'receipts', 'events', 'idempotency_keys', 'funds_proofs', 'anchor_batches'])
      expect(rows).toContain(`public.${table} (`)
    expect(logs).toContain('== server.log')
    expect(logs).toContain('== worker.log')
    expect(logs).toContain('"level":20')
    expect(told).toContain('balance_commitment')
    expect(told).toContain('receipt.anchored')
  })
})

describe('what a wallet holds', () => {
  it('is nowhere in answers, logs or rows', async () => {
    const texts = await everything()
    for (const amount of Object.values(balances)) expect(tracesOf(texts, formsOf(amount))).toEqual([])
  })

  it('was never on the database’s disk', () => {
    const traces = filesOnDisk().flatMap(({ name, bytes }) =>
      Object.values(balances).flatMap((amount) => tracesInBytes(bytes, amount).map((form) => `${name}: ${form}`)),
    )
    expect(traces).toEqual([])
  })
})

describe('secrets', () => {
  it('the desk’s own are in no answer, log or row', async () => {
    const kept: Record<string, string> = JSON.parse(readFileSync(path.join(desk.dataDir, 'secrets.json'), 'utf8'))
    expect(Object.keys(kept)).toEqual(expect.arrayContaining(['AUTH_SECRET', 'DESK_KEY', 'SUBMITTER_KEY_31337']))
    const own = [
      ...Object.values(kept).map((secret) => secret.replace(/^0x/, '')),
      new URL(desk.databaseUrl).password,
      ...fakes.urls.map((url) => new URL(url).pathname.split('/').at(-1) ?? ''),
    ]
    expect(tracesOf(await everything(), own)).toEqual([])
  })

  it('those handed out are in the one answer that hands them out, and nowhere else', async () => {
    const { answers: told, logs, rows } = await everything()
    expect(Object.keys(handedOut)).toHaveLength(8)
    for (const [name, secret] of Object.entries(handedOut)) {
      expect(tracesOf({ logs, rows }, [secret]), name).toEqual([])
      expect(told.split(secret).length - 1, name).toBe(1)
    }
  })

  it('invites are in no log or row', async () => {
    const open = await drafted(creator, deal('5'))
    const signature = await creator.sign(open.id, { action: 'send' })
    const invite = inviteOf(await creator.post<Challenge>(`/challenges/${open.id}/send`, { signature })) as string
    await person().get(`/invites/${invite}`)
    await bob.sign(open.id, { action: 'accept', invite })

    const { logs, rows } = await everything()
    expect(tracesOf({ logs, rows }, [invite])).toEqual([])
  })
})

describe('planted where it should never be, a balance', () => {
  it('is found in answers, logs, rows and on the disk', async () => {
    await creator.post('/challenges', deal('6'), { headers: { 'x-request-id': balances.creator.toString() } })

    const texts = await everything()
    for (const place of ['answers', 'logs', 'rows'] as const)
      expect(tracesIn(texts[place], formsOf(balances.creator)), place).not.toEqual([])
    const onDisk = filesOnDisk().flatMap(({ bytes }) => tracesInBytes(bytes, balances.creator))
    expect(onDisk).toContain('decimal')
  })
})
