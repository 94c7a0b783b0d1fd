import { ApiProblem, Unreachable } from '@/components/data/api'
import { caip2 } from '@/lib/proof/chains'
import { listParties, rememberParty } from './parties-call'
import type { Account, SignInText } from './sign-in'
import { SignInRefused } from './trouble'

/** A fresh text that signs `account` in. */
export async function askText({ address, chainId, contract }: Account): Promise<SignInText> {
  const response = await ask('/api/v1/wallet/challenge', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ wallet_address: address, chain_id: caip2(chainId), ...(contract ? { contract } : {}) }),
  })
  const answer = await response.json().catch(() => ({}))
  if (response.ok) return answer as SignInText
  throw new ApiProblem(response.status, answer.code ?? 'E9001', answer.detail ?? '', [], null, null)
}

/**
 * Makes the session, and keeps whoever was signed in before beside it. Throws SignInRefused with the desk's code.
 * next-auth's own two calls, without its library.
 */
export async function proveText(challengeId: string, signature: string): Promise<void> {
  // Whoever is signed in now must be kept before the cookie is theirs no more.
  const { data } = await listParties().catch(refused401)
  if (data.length > 0) await rememberParty()

  const { csrfToken } = (await (await ask('/api/auth/csrf', {})).json()) as { csrfToken: string }
  const response = await ask('/api/auth/callback/wallet', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrfToken, challenge_id: challengeId, signature, json: 'true' }),
  })
  const { url } = (await response.json().catch(() => ({}))) as { url?: string }
  const code = url ? new URL(url, location.href).searchParams.get('error') : 'E9001'
  if (code !== null) throw new SignInRefused(code)
  await rememberParty()
}

function refused401(error: unknown): { data: [] } {
  if (error instanceof ApiProblem && error.status === 401) return { data: [] }
  throw error
}

async function ask(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { credentials: 'same-origin', cache: 'no-store', ...init })
  } catch {
    throw new Unreachable()
  }
}
