import { ApiProblem, Unreachable } from '@/components/data/api'

/** A session this browser holds, as `GET me/parties` lists it. */
export type HeldParty = {
  address: string
  did: string
  chain_id: string
  user_id: string
  name: string | null
  active: boolean
}
type Held = { data: HeldParty[] }

export const listParties = () => call<Held>('GET', '')
/** Keeps the session of the main cookie beside the others. */
export const rememberParty = () => call<Held>('POST', '')
/** Makes a held session the one that pages are drawn for. ApiProblem E9005 when the browser does not hold it (any more). */
export const switchParty = (address: string) => call<Held>('POST', '/switch', { wallet_address: address })
/** Signs one party out, for good; the answer says who is left. */
export const leaveParty = (address: string) => call<Held>('POST', '/leave', { wallet_address: address })

// Not through api(): these calls are about the sessions themselves, so they name no party of this window.
async function call<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
  const init: RequestInit = {
    method,
    credentials: 'same-origin',
    cache: 'no-store',
    headers: { accept: 'application/json' },
  }
  if (method === 'POST') {
    init.headers = { ...init.headers, 'content-type': 'application/json' }
    init.body = JSON.stringify(body ?? {})
  }
  const response = await fetch(`/api/v1/me/parties${path}`, init).catch(() => {
    throw new Unreachable()
  })
  const answer = await response.json().catch(() => ({}))
  if (response.ok) return answer as T
  const { code = 'E9001', detail = 'Something went wrong on our side.' } = answer as { code?: string; detail?: string }
  throw new ApiProblem(response.status, code, detail, [], response.headers.get('x-request-id'), null)
}
