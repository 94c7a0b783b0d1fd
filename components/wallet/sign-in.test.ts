import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { WalletEngine, WalletSession } from './engine'
import { SignIn } from './sign-in'
import { WalletProblem } from './trouble'

const ALICE = '0xa11ce00000000000000000000000000000000000'
const BOB = '0xb0b0000000000000000000000000000000000000'
const declined = Object.assign(new Error('no'), { code: 4001 })

/** The desk as far as signing in goes; `refuse` gives the code of the next refusal. */
function fakeDesk() {
  const desk = { texts: 0, proofs: [] as string[], refuse: [] as (string | 'offline')[], ttlMs: 600_000, contracts: 0 }
  const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status })
  vi.stubGlobal('location', { href: 'http://desk.example/desk' })
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    if (path === '/api/v1/wallet/challenge') {
      if (String(init.body).includes('"contract":true')) desk.contracts++
      const expires_at = new Date(Date.now() + desk.ttlMs).toISOString()
      return json({ challenge_id: `c${++desk.texts}`, message: `text ${desk.texts}`, expires_at }, 201)
    }
    if (path.startsWith('/api/v1/me/parties')) return json({ data: [] })
    if (path === '/api/auth/csrf') return json({ csrfToken: 't' })
    const code = desk.refuse.shift()
    if (code === 'offline') throw new TypeError('Failed to fetch')
    desk.proofs.push(String(init.body))
    return code ? json({ url: `http://desk.example/?error=${code}` }, 401) : json({ url: 'http://desk.example/desk' })
  })
  return desk
}

function fakeWallet() {
  const wallet = {
    accounts: [ALICE],
    chainId: 31337,
    contract: false,
    signed: 0,
    throws: [] as unknown[],
    hold: null as Promise<void> | null,
  }
  const mayThrow = () => {
    const next = wallet.throws.shift()
    if (next) throw next
  }
  const session: WalletSession = {
    name: 'Rabby',
    accounts: async () => wallet.accounts,
    chainId: async () => wallet.chainId,
    async switchTo(chainId) {
      mayThrow()
      wallet.chainId = chainId
    },
    hasCode: async () => wallet.contract,
    async signText() {
      await wallet.hold
      mayThrow()
      return `0x${++wallet.signed}`
    },
    signTyped: async () => '0x',
    send: async () => '0x',
    lookUp: async () => ({ kind: 'unknown' }),
    minedCount: async () => 0,
  }
  const engine: WalletEngine = {
    offers: () => [],
    onOffers: () => () => undefined,
    findHolders: async () => [],
    async open() {
      mayThrow()
      return session
    },
  }
  return { wallet, engine }
}

function setUp() {
  const desk = fakeDesk()
  const { wallet, engine } = fakeWallet()
  const arrived: string[] = []
  const signIn = new SignIn({
    networks: [{ chainId: 31337, name: 'Local chain' }],
    engine: async () => engine,
    spell: (address) => address,
    onSignedIn: (address) => arrived.push(address),
  })
  const choose = () => signIn.choose({ id: 'rabby', name: 'Rabby' })
  return { desk, wallet, signIn, arrived, choose, now: () => signIn.state() }
}

/** A browser's storage, since there is none here. */
function storage() {
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  })
  return kept
}

beforeEach(storage)
afterEach(() => vi.unstubAllGlobals())

describe('signing in', () => {
  it('shows the text before the wallet is asked to sign it', async () => {
    const { choose, now, wallet, signIn, arrived } = setUp()
    await choose()
    expect(now()).toMatchObject({
      step: 'text',
      account: { address: ALICE, chainId: 31337 },
      text: { message: 'text 1' },
    })
    expect(wallet.signed).toBe(0)
    await signIn.sign()
    expect([now().step, arrived]).toEqual(['done', [ALICE]])
  })

  it('goes on after it was declined, with the same text', async () => {
    const { choose, now, wallet, signIn, desk, arrived } = setUp()
    await choose()
    wallet.throws.push(declined)
    await signIn.sign()
    expect(now()).toMatchObject({ step: 'text', text: { message: 'text 1' }, trouble: { kind: 'declined' } })
    await signIn.goOn()
    expect([arrived, desk.texts]).toEqual([[ALICE], 1])
  })

  it('may be declined when the wallet is asked for an account', async () => {
    const { choose, now, wallet, signIn } = setUp()
    wallet.throws.push(declined)
    await choose()
    expect(now()).toMatchObject({ step: 'connecting', trouble: { kind: 'declined' } })
    await signIn.goOn()
    expect(now().step).toBe('text')
  })

  it('asks to unlock a wallet that shows nobody', async () => {
    const { choose, now, wallet, signIn } = setUp()
    wallet.accounts = []
    await choose()
    expect(now().trouble?.kind).toBe('locked')
    wallet.accounts = [ALICE]
    await signIn.goOn()
    expect(now().step).toBe('text')
  })

  it('offers to switch from a network the desk does not serve', async () => {
    const { choose, now, wallet, signIn } = setUp()
    wallet.chainId = 10
    await choose()
    expect(now()).toMatchObject({ step: 'network', trouble: { way: { label: 'Switch to Local chain' } } })
    wallet.throws.push(Object.assign(new Error('no'), { code: 4902 }))
    await signIn.goOn()
    expect(now().trouble?.kind).toBe('network-unknown')
    await signIn.goOn()
    expect(now()).toMatchObject({ step: 'text', account: { chainId: 31337 }, trouble: null })
  })

  it('gets a new text instead of signing one that has expired', async () => {
    const { choose, now, wallet, signIn, desk } = setUp()
    desk.ttlMs = -1
    await choose()
    desk.ttlMs = 600_000
    await signIn.sign()
    expect([wallet.signed, now().text?.message, now().step]).toEqual([0, 'text 2', 'text'])
  })

  it.each(['E1003', 'E1004', 'E1005', 'E1006', 'E1007', 'E1008'])('gets a new text after %s', async (code) => {
    const { choose, now, signIn, desk, arrived } = setUp()
    await choose()
    desk.refuse.push(code)
    await signIn.sign()
    expect(now()).toMatchObject({ step: 'text', trouble: { way: { act: 'new-text' } } })
    await signIn.goOn()
    expect(now()).toMatchObject({ step: 'text', text: { message: 'text 2' }, trouble: null })
    await signIn.sign()
    expect(arrived).toEqual([ALICE])
  })

  it.each(['offline', 'E9003', 'E2004'])('sends the same signature again after %s', async (code) => {
    const { choose, now, signIn, desk, wallet, arrived } = setUp()
    await choose()
    desk.refuse.push(code)
    await signIn.sign()
    expect(now().trouble).not.toBeNull()
    await signIn.goOn()
    expect([wallet.signed, arrived]).toEqual([1, [ALICE]])
  })

  it('notices that the wallet has gone to another account meanwhile', async () => {
    const { choose, now, signIn, wallet } = setUp()
    await choose()
    wallet.accounts = [BOB]
    await signIn.sign()
    expect(now().trouble).toMatchObject({ kind: 'wrong-account', says: expect.stringContaining(BOB) })
    await signIn.goOn()
    expect(now()).toMatchObject({ step: 'text', account: { address: BOB } })
  })

  it('does not look at what comes back for an attempt that was given up', async () => {
    const { choose, now, signIn, wallet, arrived } = setUp()
    await choose()
    let release = () => {}
    wallet.hold = new Promise((resolve) => {
      release = resolve
    })
    const signing = signIn.sign()
    signIn.restart()
    release()
    await signing
    expect([now().step, arrived]).toEqual(['choose', []])
  })
})

describe('a contract wallet', () => {
  it('is given a day, and waits for its owners', async () => {
    const { choose, now, signIn, wallet, desk, arrived } = setUp()
    wallet.contract = true
    await choose()
    expect(desk.contracts).toBe(1)
    let release = () => {}
    wallet.hold = new Promise((resolve) => {
      release = resolve
    })
    const signing = signIn.sign()
    expect(now().step).toBe('waiting')
    release()
    await signing
    expect(arrived).toEqual([ALICE])
  })

  it('is waited for again after the page was loaded again, with the same text', async () => {
    const { choose, signIn, wallet } = setUp()
    wallet.contract = true
    await choose()
    wallet.hold = new Promise(() => {})
    void signIn.sign()

    const again = setUp()
    again.signIn.resume()
    expect(again.now()).toMatchObject({ step: 'waiting', account: { address: ALICE }, text: { message: 'text 1' } })
    await again.signIn.sign()
    expect([again.arrived, again.desk.texts]).toEqual([[ALICE], 0])

    const third = setUp()
    third.signIn.resume()
    expect(third.now().step).toBe('choose')
  })
})

it('says that a wallet which is gone is gone', async () => {
  const { choose, now, wallet, signIn } = setUp()
  wallet.throws.push(new WalletProblem('gone'))
  await choose()
  expect(now().trouble?.title).toBe('Rabby cannot be reached')
  await signIn.goOn()
  expect(now().step).toBe('choose')
})
