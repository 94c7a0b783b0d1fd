import { type NextRequest, NextResponse } from 'next/server'
import { buildCsp, newNonce, pageHeaders } from './lib/http/csp'

/** Pages only: the API makes its own headers in lib/http; files, and the page of leaving, carry those of next.config.ts. */
export const config = {
  runtime: 'nodejs',
  matcher: ['/((?!api(?:/|$)|health/?$|\\.well-known/|_next/|icons/|fonts/|favicon\\.ico$|leave(?:\\.html)?/?$).*)'],
}

const VISIBLE = /^[\x21-\x7e]{1,128}$/

/** Gives each page a nonce of its own, the policy that names it, and a request id. */
export function middleware(request: NextRequest): NextResponse {
  const nonce = newNonce()
  const given = request.headers.get('x-request-id')
  const requestId = given !== null && VISIBLE.test(given) ? given : crypto.randomUUID()
  const policy = buildCsp(nonce, {
    development: process.env.NODE_ENV === 'development',
    secure: (process.env.APP_URL ?? '').startsWith('https://'),
    walletConnect: Boolean(process.env.WALLETCONNECT_PROJECT_ID),
  })

  // Next reads the nonce for its own scripts from the policy among the request's headers.
  const forwarded = new Headers(request.headers)
  forwarded.set('x-nonce', nonce)
  forwarded.set('x-request-id', requestId)
  forwarded.set('content-security-policy', policy)

  const response = NextResponse.next({ request: { headers: forwarded } })
  response.headers.set('content-security-policy', policy)
  response.headers.set('x-request-id', requestId)
  for (const [name, value] of pageHeaders(process.env)) response.headers.set(name, value)
  return response
}
