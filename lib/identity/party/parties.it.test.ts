import { encode, type JWT } from 'next-auth/jwt'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as stream from '@/app/api/v1/events/stream/route'
import * as leave from '@/app/api/v1/me/parties/leave/route'
import * as parties from '@/app/api/v1/me/parties/route'
import * as switching from '@/app/api/v1/me/parties/switch/route'
import * as me from '@/app/api/v1/me/route'
import { addSeconds, currentTime } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { env } from '@/lib/env'
import type { Handlers } from '@/lib/http/handlers'
import type { Method } from '@/lib/http/spec'
import { createWalletChallenge } from '@/lib/wallet/create-challenge'
import { CreateWalletChallenge } from '@/lib/wallet/schemas'
import { signInBrowser } from '@/lib/wallet/verify'
import { ownDesk } from '@/test/desk-environment'
import { anonymous } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { sessionCookieLine } from '../session-cookie'
import { revokeSession } from '../session-store'
import { MAX_HELD } from './remember'

const ORIGIN = 'http://localhost:4321'
const MAIN = 'countersign-4321.session-token'
const HELD = 'countersign-4321.parties'

let own: TestDatabase
beforeAll(async () => {
  own = await ownDesk({ APP_URL: ORIGIN })
})
afterAll(async () => {
  await database().close()
  await own.drop()
})

type Sent = { body?: object; party?: string; origin?: string | null; path?: string }

/** A browser as the API sees one: it keeps cookies and names its origin. */
class Browser {
  readonly cookies = new Map<string, string>()

  async call(handlers: Handlers, method: Method, { body, party, origin = ORIGIN, path = '/api/v1/me' }: Sent = {}) {
    const headers = new Headers()
    if (this.cookies.size > 0) headers.set('cookie', [...this.cookies].map((pair) => pair.join('=')).join('; '))
    if (origin !== null) headers.set('origin', origin)
    if (party) headers.set('x-countersign-party', party)
    if (body) headers.set('content-type', 'application/json')
    const request = new Request(`${ORIGIN}${path}`, {
      method,
      headers,
      body: body ? JSON.stringify(body) : null,
    })
    const response = await handlers[method](request, { params: {} })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    return response
  }

  /** As next-auth leaves it after the wallet has signed: a new main cookie, and nothing known of the one before. */
  async signIn(account = newAccount()) {
    const request = CreateWalletChallenge.parse({ wallet_address: account.address, chain_id: 31337 })
    const { challenge_id, message } = await createWalletChallenge(anonymous(), request)
    const signature = await account.signMessage({ message })
    const { sessionId: sid, ...session } = await signInBrowser(anonymous(), { challenge_id, signature })
    this.#keep(await sessionCookieLine({ sid, ...session }, 3600))
    return { sid, ...session, account }
  }

  /** Both halves, as the connect dialog does them. */
  async join(account = newAccount()) {
    if (this.cookies.has(MAIN)) await this.call(parties, 'POST')
    const session = await this.signIn(account)
    await this.call(parties, 'POST')
    return session
  }

  /** Who the API takes this browser for. */
  async whoami(party?: string): Promise<string> {
    const response = await this.call(me, 'GET', party ? { party } : {})
    const answer = await response.json()
    return response.ok ? answer.did.split(':').at(-1) : answer.code
  }

  async list(): Promise<[string, boolean][]> {
    const { data } = await (await this.call(parties, 'GET')).json()
    return data.map(({ address, active }: { address: string; active: boolean }) => [address, active])
  }

  #keep(line: string) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    expect(line).toMatch(/; HttpOnly; SameSite=Lax/)
    if (value === '') this.cookies.delete(name)
    else this.cookies.set(name, value)
  }
}

const newAccount = () => privateKeyToAccount(generatePrivateKey())

async function twoParties() {
  const browser = new Browser()
  const alice = await browser.join()
  const bob = await browser.join()
  return { browser, alice, bob }
}

describe('a browser with two parties', () => {
  it('holds both, the last one to sign in being the main one', async () => {
    const { browser, alice, bob } = await twoParties()
    expect(await browser.list()).toEqual([
      [bob.address, true],
      [alice.address, false],
    ])
    expect(await browser.whoami()).toBe(bob.address)
  })

  it('acts in each window as that window’s party', async () => {
    const { browser, alice, bob } = await twoParties()
    expect(await browser.whoami(alice.address)).toBe(alice.address)
    expect(await browser.whoami(alice.address.toUpperCase().replace('0X', '0x'))).toBe(alice.address)
    expect(await browser.whoami(bob.address)).toBe(bob.address)
  })

  it('never acts as one for a window of somebody it does not hold', async () => {
    const { browser } = await twoParties()
    const carol = await new Browser().join()
    expect(await browser.whoami(carol.address)).toBe('E9005')
    expect(await browser.whoami('0x1')).toBe('E9005')
    expect(await browser.whoami('anybody')).toBe('E9005')
  })

  it('opens the event stream as the party in its address, and no other call', async () => {
    const { browser, alice, bob } = await twoParties()
    const other = newAccount().address
    const open = (party: string) => browser.call(stream, 'GET', { path: `/api/v1/events/stream?party=${party}` })
    for (const { address } of [alice, bob]) {
      const response = await open(address)
      expect(response.status).toBe(200)
      await response.body?.cancel()
    }
    expect((await open(other)).status).toBe(401)

    const elsewhere = await browser.call(me, 'GET', { path: `/api/v1/me?party=${alice.address}` })
    expect(await elsewhere.json()).toMatchObject({ did: expect.stringContaining(bob.address) })
  })

  it('switches, and back, without signing anybody out', async () => {
    const { browser, alice, bob } = await twoParties()
    const to = (wallet_address: string) => browser.call(switching, 'POST', { body: { wallet_address } })
    expect((await to(alice.address)).status).toBe(200)
    expect(await browser.whoami()).toBe(alice.address)
    expect(await browser.whoami(bob.address)).toBe(bob.address)

    await to(bob.address)
    await to(bob.address)
    expect(await browser.whoami()).toBe(bob.address)
    expect((await browser.list()).map(([address]) => address).sort()).toEqual([alice.address, bob.address].sort())
  })

  it('switches to nobody else', async () => {
    const { browser } = await twoParties()
    const { address } = await new Browser().join()
    const response = await browser.call(switching, 'POST', { body: { wallet_address: address } })
    expect([response.status, (await response.json()).code]).toEqual([401, 'E9005'])
  })

  it('signs one out for good and falls to the other', async () => {
    const { browser, alice, bob } = await twoParties()
    const copy = new Browser()
    for (const [name, value] of browser.cookies) copy.cookies.set(name, value)

    const response = await browser.call(leave, 'POST', { body: {} })
    expect((await response.json()).data).toEqual([expect.objectContaining({ address: alice.address, active: true })])
    expect(await browser.whoami()).toBe(alice.address)
    expect(await browser.whoami(bob.address)).toBe('E9005')
    expect(await copy.whoami(bob.address)).toBe('E9006')
    expect(await copy.whoami()).toBe('E9006')

    await browser.call(leave, 'POST', { body: {} })
    expect(await browser.list()).toEqual([])
    expect([...browser.cookies.keys()]).toEqual([])
    expect(await browser.whoami()).toBe('E9005')
  })

  it('signs out the party of the window that asks, not the main one', async () => {
    const { browser, alice, bob } = await twoParties()
    await browser.call(leave, 'POST', { body: {}, party: alice.address })
    expect(await browser.list()).toEqual([[bob.address, true]])
    await browser.call(leave, 'POST', { body: { wallet_address: alice.address } })
    expect(await browser.list()).toEqual([[bob.address, true]])
  })
})

describe('what a browser holds', () => {
  it('is a choice among its own sessions: the header alone is nobody', async () => {
    const alice = await new Browser().join()
    expect(await new Browser().whoami(alice.address)).toBe('E9005')
  })

  it('is not forged, nor is one cookie taken for the other', async () => {
    const { browser, alice, bob } = await twoParties()
    const held = browser.cookies.get(HELD) ?? ''
    browser.cookies.set(HELD, `${held.slice(0, -6)}AAAAAA`)
    expect(await browser.whoami(alice.address)).toBe('E9005')
    expect(await browser.list()).toEqual([[bob.address, true]])

    browser.cookies.set(HELD, browser.cookies.get(MAIN) ?? '')
    expect(await browser.whoami(alice.address)).toBe('E9005')
    browser.cookies.set(MAIN, held)
    expect(await browser.whoami()).toBe('E9006')
  })

  it('names a session by whose it is: another address on it does not make it another’s', async () => {
    const browser = new Browser()
    const alice = await browser.join()
    const { address } = await new Browser().join()
    browser.cookies.delete(MAIN)
    const claims: object = { held: [{ sid: alice.sid, userId: alice.userId, address }] }
    browser.cookies.set(
      HELD,
      await encode({ token: claims as JWT, secret: env().AUTH_SECRET, salt: 'countersign parties' }),
    )
    expect(await browser.whoami(address)).toBe('E9006')
  })

  it('forgets sessions that were revoked or are over', async () => {
    const { browser, alice, bob } = await twoParties()
    await revokeSession(database().prisma, alice.userId, alice.sid, currentTime())
    expect(await browser.list()).toEqual([[bob.address, true]])
    expect(await browser.whoami(alice.address)).toBe('E9006')
    const response = await browser.call(switching, 'POST', { body: { wallet_address: alice.address } })
    expect(response.status).toBe(401)
    expect(await browser.whoami()).toBe(bob.address)

    const past = addSeconds(currentTime(), -1)
    await database().prisma.session.update({ where: { id: bob.sid }, data: { expiresAt: past } })
    expect(await browser.list()).toEqual([])
  })

  it('is found also when the main session is over', async () => {
    const { browser, alice, bob } = await twoParties()
    await revokeSession(database().prisma, bob.userId, bob.sid, currentTime())
    expect(await browser.whoami(alice.address)).toBe(alice.address)
    browser.cookies.delete(MAIN)
    expect(await browser.whoami(alice.address)).toBe(alice.address)
    await browser.call(switching, 'POST', { body: { wallet_address: alice.address } })
    expect(await browser.whoami()).toBe(alice.address)
  })

  it('has each wallet once: signing in again ends its older session', async () => {
    const browser = new Browser()
    const first = await browser.join()
    const again = await browser.join(first.account)
    expect(await browser.list()).toEqual([[first.address, true]])
    const sessions = await database().prisma.session.findMany({ where: { id: { in: [first.sid, again.sid] } } })
    const live = sessions.filter(({ revokedAt }) => revokedAt === null)
    expect(live.map(({ id }) => id)).toEqual([again.sid])
  })

  it('is no more than fits, the oldest being signed out', async () => {
    const browser = new Browser()
    const all = []
    for (let n = 0; n < MAX_HELD + 2; n++) all.push(await browser.join())
    const held = (await browser.list()).map(([address]) => address)
    expect(held).toHaveLength(MAX_HELD + 1)
    expect(held).not.toContain(all[0]?.address)
    expect((browser.cookies.get(HELD) ?? '').length).toBeLessThan(3_800)
    expect(await browser.whoami(all[1]?.address)).toBe(all[1]?.address)
  })

  it('changes only from the desk’s own pages', async () => {
    const { browser, alice, bob } = await twoParties()
    const body = { wallet_address: alice.address }
    for (const origin of ['https://elsewhere.example', null]) {
      expect((await browser.call(switching, 'POST', { body, origin })).status).toBe(403)
      expect((await browser.call(leave, 'POST', { body, origin })).status).toBe(403)
      expect((await browser.call(parties, 'POST', { body: {}, origin })).status).toBe(403)
    }
    expect(await browser.whoami()).toBe(bob.address)
  })

  it('says what it is, to its owner and to no cache', async () => {
    const browser = new Browser()
    const { userId, address } = await browser.join()
    await database().prisma.user.update({ where: { id: userId }, data: { name: 'Ada' } })
    const response = await browser.call(parties, 'GET')
    expect(response.headers.get('cache-control')).toContain('no-store')
    expect(await response.json()).toEqual({
      data: [
        {
          address,
          did: `did:pkh:eip155:31337:${address}`,
          chain_id: 'eip155:31337',
          user_id: userId,
          name: 'Ada',
          active: true,
        },
      ],
    })
  })
})
