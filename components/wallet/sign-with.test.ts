import { privateKeyToAccount } from 'viem/accounts'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { domainFor, typedData } from '@/lib/proof/typed-data'
import type { OpenOptions, WalletCall, WalletEngine, WalletOffer, WalletSession } from './engine'
import type { Party } from './party-type'
import { lookUpWith, sendWith, signWith } from './sign-with'
import { Troubled } from './trouble'

const alice = privateKeyToAccount(`0x${'11'.repeat(32)}`)
const bob = privateKeyToAccount(`0x${'22'.repeat(32)}`)
const party: Party = {
  address: alice.address.toLowerCase(),
  did: '',
  chainId: 31337,
  userId: '',
  name: null,
  demo: null,
}
const text = typedData('BundleSeal', domainFor(31337), { title: 'Seal', hash: `0x${'12'.repeat(32)}` })

type Asked = { opened: [string, OpenOptions][]; switched: number[]; signed: number; sent: [WalletCall, string][] }

function setUp(over: Partial<WalletSession> = {}, offers: string[] = ['rabby'], holders: string[] = []) {
  const asked: Asked = { opened: [], switched: [], signed: 0, sent: [] }
  let chainId = 31337
  const session: WalletSession = {
    name: 'Rabby',
    accounts: async () => [party.address],
    chainId: async () => chainId,
    switchTo: async (wanted) => {
      asked.switched.push(wanted)
      chainId = wanted
    },
    hasCode: async () => false,
    signText: async () => '0x',
    signTyped: async (data) => {
      asked.signed++
      return alice.signTypedData(data as Parameters<typeof alice.signTypedData>[0])
    },
    send: async (call, address) => {
      asked.sent.push([call, address])
      return '0x0a'
    },
    lookUp: async () => ({ kind: 'unknown' }),
    minedCount: async () => 3,
    ...over,
  }
  const engine: WalletEngine = {
    offers: () => offers.map((id): WalletOffer => ({ id, name: id, icon: null, kind: 'injected' })),
    onOffers: () => () => undefined,
    findHolders: async () => holders,
    open: async (id, options = {}) => {
      asked.opened.push([id, options])
      return session
    },
  }
  const states: string[] = []
  const sign = (who = party, chooseAccount = false) =>
    signWith(engine, who, text, {
      chooseAccount,
      onState: (state) => states.push(state),
      networkName: () => 'Local chain',
    })
  const send = (chainId = 31337) =>
    sendWith(
      engine,
      party,
      { to: '0x01', data: '0x02', value: '3', chainId },
      { onState: (state) => states.push(state), networkName: () => 'Local chain' },
    )
  return { asked, states, sign, send, engine }
}

async function troubleOf(signing: Promise<unknown>) {
  const error = await signing.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(Troubled)
  return (error as Troubled).trouble
}

afterEach(() => vi.unstubAllGlobals())

describe('signing with the party’s wallet', () => {
  it('passes on a signature of exactly the text', async () => {
    const { sign, states, asked } = setUp()
    expect(await sign()).toBe(await alice.signTypedData(text as Parameters<typeof alice.signTypedData>[0]))
    expect(states).toEqual(['connecting', 'signing'])
    expect(asked.opened).toEqual([['rabby', { silent: true }]])
  })

  it('finds the wallet that was signed in with, then the one that shows the account, then the only one', async () => {
    const found = async (offers: string[], holders: string[]) => {
      const { sign, asked } = setUp({}, offers, holders)
      await sign()
      return asked.opened[0]?.[0]
    }
    expect(await found(['rabby', 'frame'], ['frame'])).toBe('frame')
    expect(await found(['rabby'], [])).toBe('rabby')
    vi.stubGlobal('localStorage', { getItem: () => 'metamask', setItem: () => undefined })
    expect(await found(['rabby', 'frame'], ['frame'])).toBe('metamask')
  })

  it('does not guess among several', async () => {
    const { sign } = setUp({}, ['rabby', 'frame'])
    expect((await troubleOf(sign())).way.act).toBe('choose-wallet')
  })

  it('opens a demo wallet by its account', async () => {
    const { sign, asked } = setUp()
    await sign({ ...party, demo: 'Demo wallet 1' })
    expect(asked.opened).toEqual([[`demo:${party.address}`, {}]])
  })

  it('switches the network first', async () => {
    let chainId = 10
    const { sign, states } = setUp({
      chainId: async () => chainId,
      switchTo: async (wanted) => {
        chainId = wanted
      },
    })
    await sign()
    expect(states).toEqual(['connecting', 'switching', 'signing'])
  })

  it('asks nobody who shows another account', async () => {
    const { sign, asked } = setUp({ accounts: async () => [bob.address.toLowerCase()] })
    const trouble = await troubleOf(sign())
    expect([trouble.kind, asked.signed]).toEqual(['wrong-account', 0])
    expect(trouble.says).toContain(bob.address)
    expect(trouble.says).toContain(alice.address)
  })

  it('asks which account when told to', async () => {
    const { sign, asked } = setUp()
    await sign(party, true)
    expect(asked.opened).toEqual([['rabby', { chooseAccount: true }]])
  })
})

describe('a signature of something else never leaves the page', () => {
  it.each([
    ['by another account', text, bob],
    [
      'of another text',
      typedData('BundleSeal', domainFor(31337), { title: 'Seal', hash: `0x${'13'.repeat(32)}` }),
      alice,
    ],
    [
      'for another network',
      typedData('BundleSeal', domainFor(1), { title: 'Seal', hash: `0x${'12'.repeat(32)}` }),
      alice,
    ],
  ])('%s', async (_, signed, by) => {
    const { sign } = setUp({ signTyped: () => by.signTypedData(signed as Parameters<typeof by.signTypedData>[0]) })
    expect((await troubleOf(sign())).title).toBe('Another account signed this')
  })

  it('unless a contract stands there: what it accepts is for the chain to say', async () => {
    const signature = await bob.signTypedData(text as Parameters<typeof bob.signTypedData>[0])
    const owned = setUp({ hasCode: async () => true, signTyped: async () => signature })
    expect(await owned.sign()).toBe(signature)
    const long = setUp({ signTyped: async () => `0x${'ab'.repeat(130)}` })
    expect(await long.sign()).toHaveLength(262)
  })
})

describe('sending with the party’s wallet', () => {
  it('sends exactly the call, from the party’s account, on its network', async () => {
    const { send, asked, states } = setUp()
    expect(await send(1)).toBe('0x0a')
    expect(asked.sent).toEqual([[{ to: '0x01', data: '0x02', value: '3' }, party.address]])
    expect([asked.switched, states]).toEqual([[1], ['connecting', 'switching', 'signing']])
  })

  it('sends nothing from another account', async () => {
    const { send, asked } = setUp({ accounts: async () => [bob.address.toLowerCase()] })
    expect((await troubleOf(send())).kind).toBe('wrong-account')
    expect(asked.sent).toEqual([])
  })

  it('says that nothing was sent when the person declines', async () => {
    const decline = () => Promise.reject(Object.assign(new Error('no'), { code: 4001 }))
    const { send } = setUp({ send: decline })
    expect(await troubleOf(send())).toMatchObject({
      kind: 'declined',
      says: expect.stringContaining('Nothing was sent'),
    })
  })
})

describe('a transaction nobody sees any more', () => {
  it.each([
    [2, 'replaced'],
    [3, 'unknown'],
    [null, 'unknown'],
  ])('with nonce %s is %s', async (nonce, kind) => {
    expect((await lookUpWith(setUp().engine, party, { hash: '0x0a', nonce })).kind).toBe(kind)
  })
})
