import NextAuth, { type NextAuthOptions } from 'next-auth'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { database } from '@/lib/db/client'
import { newId } from '@/lib/id'
import { createWalletChallenge } from '@/lib/wallet/create-challenge'
import { CreateWalletChallenge } from '@/lib/wallet/schemas'
import { ownDesk } from '@/test/desk-environment'
import { anonymous, person, signedIn } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { authOptions } from './auth-options'
import { endSession } from './end-session'
import { listSessions } from './list-sessions'

let own: TestDatabase
beforeAll(async () => {
  own = await ownDesk({ APP_URL: 'http://localhost:4321' })
})
afterAll(async () => {
  await database().close()
  await own.drop()
})

const SESSION = 'countersign-4321.session-token'

type Answer = { status: number; body: unknown; location?: string }
type PagesHandler = (request: object, response: object, options: NextAuthOptions) => Promise<void>

/** A browser as far as next-auth sees one: it keeps cookies and posts forms. */
class Browser {
  readonly cookies: Record<string, string> = {}

  async send(method: 'GET' | 'POST', path: string[], form: Record<string, string> = {}): Promise<Answer> {
    const answer: Answer = { status: 200, body: undefined }
    const keepBody = (body: unknown) => {
      answer.body = body
    }
    const response = {
      status: (status: number) => {
        answer.status = status
        return response
      },
      getHeader: () => undefined,
      setHeader: (name: string, value: string | string[]) => {
        if (name.toLowerCase() === 'set-cookie') this.#keep([value].flat())
        if (name === 'Location') answer.location = String(value)
        return response
      },
      json: keepBody,
      send: keepBody,
      end: () => undefined,
    }
    const body =
      method === 'POST' ? { ...form, csrfToken: form.csrfToken ?? (await this.csrf()), json: 'true' } : undefined
    const request = {
      method,
      query: { nextauth: path },
      cookies: this.cookies,
      headers: { 'user-agent': 'Firefox' },
      body,
    }
    await (NextAuth as unknown as PagesHandler)(request, response, authOptions())
    return answer
  }

  async csrf(): Promise<string> {
    const { body } = await this.send('GET', ['csrf'])
    return (body as { csrfToken: string }).csrfToken
  }

  /** The code of the refusal; null when signed in. */
  async signIn(credentials: { challenge_id: string; signature: string; csrfToken?: string }): Promise<string | null> {
    const { body } = await this.send('POST', ['callback', 'wallet'], credentials)
    return new URL((body as { url: string }).url).searchParams.get('error')
  }

  session = async () => (await this.send('GET', ['session'])).body as { user?: unknown }

  #keep(lines: string[]) {
    for (const line of lines) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '' || /max-age=0/i.test(line)) delete this.cookies[name]
      else this.cookies[name] = decodeURIComponent(value)
    }
  }
}

const newAccount = () => privateKeyToAccount(generatePrivateKey())

async function credentialsOf(account = newAccount()) {
  const body = CreateWalletChallenge.parse({ wallet_address: account.address, chain_id: 31337 })
  const { challenge_id, message } = await createWalletChallenge(anonymous(), body)
  return { challenge_id, signature: await account.signMessage({ message }) }
}

/** A browser somebody has signed in with. */
async function signedInBrowser(account = newAccount()) {
  const browser = new Browser()
  expect(await browser.signIn(await credentialsOf(account))).toBeNull()
  return browser
}

describe('signing in with a browser', () => {
  it('makes a session without a token, which the cookie names', async () => {
    const account = newAccount()
    const browser = await signedInBrowser(account)
    expect(Object.keys(browser.cookies)).toContain(SESSION)

    const { actor } = await signedIn({ cookies: browser.cookies })
    expect(actor).toMatchObject({
      kind: 'user',
      via: 'cookie',
      role: 'owner',
      wallet: { address: account.address.toLowerCase(), chainId: 31337 },
    })
    expect(await database().prisma.session.findUniqueOrThrow({ where: { id: actor.sessionId ?? '' } })).toMatchObject({
      kind: 'BROWSER',
      tokenHash: null,
      userAgent: 'Firefox',
    })
    expect(await browser.session()).toEqual({
      user: { id: actor.userId, address: account.address.toLowerCase(), chainId: 31337 },
      expires: expect.any(String),
    })
  })

  it('is the same user as with a token', async () => {
    const alice = await person()
    const browser = await signedInBrowser(alice.account as ReturnType<typeof newAccount>)
    expect((await signedIn({ cookies: browser.cookies })).actor.userId).toBe(alice.userId)
  })

  it('is refused with the code the page explains', async () => {
    const good = await credentialsOf()
    const other = await credentialsOf()
    expect(await new Browser().signIn({ ...good, challenge_id: newId() })).toBe('E1003')
    expect(await new Browser().signIn({ ...good, signature: '0x12' })).toBe('E1008')
    expect(await new Browser().signIn({ ...good, challenge_id: 'mine' })).toBe('E9004')
    expect(await new Browser().signIn({ ...good, signature: other.signature })).toBe('E1006')
    expect(await new Browser().signIn(good)).toBe('E1007')
  })

  it('is refused without the form’s token', async () => {
    const browser = new Browser()
    await browser.signIn({ ...(await credentialsOf()), csrfToken: 'guessed' })
    expect(Object.keys(browser.cookies)).not.toContain(SESSION)
  })

  it('is not done by a proof for an account', async () => {
    const alice = await person()
    const account = newAccount()
    const body = CreateWalletChallenge.parse({
      wallet_address: account.address,
      chain_id: 31337,
      purpose: 'link_wallet',
    })
    const { challenge_id, message } = await createWalletChallenge(alice.ctx, body)
    expect(await new Browser().signIn({ challenge_id, signature: await account.signMessage({ message }) })).toBe(
      'E1003',
    )
  })

  it('happens once when tried many times at once', async () => {
    const credentials = await credentialsOf()
    const results = await Promise.all(Array.from({ length: 10 }, () => new Browser().signIn(credentials)))
    expect(results.sort()).toEqual([...Array.from({ length: 9 }, () => 'E1007'), null])
  })
})

describe('a browser’s session', () => {
  it('is dead after signing out, also for a copied cookie', async () => {
    const browser = await signedInBrowser()
    const copy = { ...browser.cookies }
    await browser.send('POST', ['signout'])

    expect(Object.keys(browser.cookies)).not.toContain(SESSION)
    await expect(signedIn({ cookies: copy })).rejects.toMatchObject({ code: 'E9006' })
  })

  it('is dead at once when ended from elsewhere, for next-auth too', async () => {
    const alice = await person()
    const browser = await signedInBrowser(alice.account as ReturnType<typeof newAccount>)
    const { data } = await listSessions(alice.ctx, { limit: 50 })
    await endSession(alice.ctx, { id: data.find(({ kind }) => kind === 'BROWSER')?.id ?? '' })

    await expect(signedIn({ cookies: browser.cookies })).rejects.toMatchObject({ code: 'E9006' })
    expect(await browser.session()).toEqual({})
    expect(Object.keys(browser.cookies)).not.toContain(SESSION)
  })

  it('is not made by a cookie we did not write', async () => {
    const browser = await signedInBrowser()
    const cookie = browser.cookies[SESSION] ?? ''
    const forged = `${cookie.slice(0, -8)}AAAAAAAA`
    await expect(signedIn({ cookies: { [SESSION]: forged } })).rejects.toMatchObject({ code: 'E9006' })
    await expect(signedIn({ cookies: { [SESSION]: '' } })).rejects.toMatchObject({ code: 'E9006' })
  })

  it('cannot be used as a bearer token', async () => {
    const browser = await signedInBrowser()
    await expect(signedIn({ bearer: browser.cookies[SESSION] })).rejects.toMatchObject({ code: 'E9006' })
  })

  it('can end itself', async () => {
    const browser = await signedInBrowser()
    const ctx = await signedIn({ cookies: browser.cookies })
    await endSession(ctx, { id: ctx.actor.sessionId ?? '' })
    await expect(signedIn({ cookies: browser.cookies })).rejects.toMatchObject({ code: 'E9006' })
  })
})
