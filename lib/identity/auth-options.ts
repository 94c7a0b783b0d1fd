import type { NextAuthOptions, User } from 'next-auth'
import type { CredentialsConfig } from 'next-auth/providers/credentials'
import { currentTime } from '@/lib/clock'
import type { Ctx } from '@/lib/context'
import { database } from '@/lib/db/client'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { clientAddress } from '@/lib/http/client-address'
import { toAppError } from '@/lib/http/problem'
import { limitOf, rateLimited, rateLimiter } from '@/lib/http/rate-limit'
import { newId } from '@/lib/id'
import { log } from '@/lib/log'
import { VerifyWallet } from '@/lib/wallet/schemas'
import { BROWSER_SECONDS, signInBrowser } from '@/lib/wallet/verify'
import { authCookies, isSecure } from './cookies'
import { SessionClaims } from './session-cookie'
import { isSessionLive } from './session-store'
import { signOut } from './sign-out'

type Headers_ = Record<string, string | string[] | undefined>

/**
 * next-auth over our own sessions: the cookie holds a session's id, the database says whether it lives, so signing out
 * or revoking ends it at once. Made when first asked for, since it reads the environment.
 */
export function authOptions(): NextAuthOptions {
  const { APP_URL, AUTH_SECRET } = env()
  // The one address for sign-in; next-auth takes it from nowhere else.
  process.env.NEXTAUTH_URL = APP_URL

  return {
    secret: AUTH_SECRET,
    session: { strategy: 'jwt', maxAge: BROWSER_SECONDS },
    useSecureCookies: isSecure(APP_URL),
    cookies: authCookies(APP_URL),
    pages: { signIn: '/', signOut: '/', error: '/' },
    providers: [walletProvider],
    callbacks: {
      jwt: ({ token, user }) => (user ? toClaims(user) : requireLive(token)),
      session: ({ session, token }) => ({
        expires: session.expires,
        user: { id: token.userId, address: token.address, chainId: token.chainId },
      }),
    },
    events: { signOut: ({ token }) => endSession(token) },
    logger: {
      error: (code, metadata) => log.debug({ code, err: 'error' in metadata ? metadata.error : metadata }, 'sign-in'),
      warn: (code) => log.debug({ code }, 'sign-in'),
      debug: () => undefined,
    },
  }
}

/** `signIn('wallet', { challenge_id, signature })`. A refusal reaches the page as its code: E1003 … E1008, E2004, E9003. */
const walletProvider: CredentialsConfig = {
  id: 'wallet',
  name: 'Wallet',
  type: 'credentials',
  credentials: { challenge_id: {}, signature: {} },
  authorize: async (credentials, request) => {
    try {
      return await authorize(credentials ?? {}, toHeaders(request.headers))
    } catch (error) {
      throw new Error(toAppError(error).code)
    }
  },
}

async function authorize(credentials: object, headers: Headers): Promise<User> {
  const { prisma, pool } = database()
  const ctx: Ctx = { actor: { kind: 'anonymous' }, now: currentTime(), requestId: newId(), db: prisma, pool }
  await countAttempt(ctx, headers)

  const { challenge_id, signature } = credentials as Record<string, unknown>
  const input = VerifyWallet.parse({ challenge_id, signature })
  const session = await signInBrowser(ctx, { ...input, user_agent: headers.get('user-agent') })
  return {
    id: session.userId,
    sid: session.sessionId,
    userId: session.userId,
    address: session.address,
    chainId: session.chainId,
  }
}

/** The same minute as `wallet/verify`: this is another door to it. */
async function countAttempt(ctx: Ctx, headers: Headers): Promise<void> {
  const limit = limitOf('wallet')
  const subject = `ip:${clientAddress(headers)}`
  const spent = await rateLimiter().spend(ctx.pool, { subject, group: 'wallet', limit, cost: 1, now: ctx.now })
  if (!spent.allowed) throw rateLimited('wallet', limit, spent)
}

function toClaims({ sid, userId, address, chainId }: User) {
  return { sub: userId, sid, userId, address, chainId }
}

async function requireLive<T extends object>(token: T): Promise<T> {
  const claims = SessionClaims.safeParse(token).data
  if (claims && (await isSessionLive(database().prisma, claims.sid, claims.userId, currentTime()))) return token
  throw new AppError('E9006', 'This session has ended. Sign in again.')
}

async function endSession(token: object): Promise<void> {
  const claims = SessionClaims.safeParse(token).data
  if (claims) await signOut({ db: database().prisma, now: currentTime(), requestId: newId() }, claims)
}

function toHeaders(headers: Headers_ | undefined): Headers {
  const pairs = Object.entries(headers ?? {}).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as [string, string]] : [],
  )
  return new Headers(pairs)
}
