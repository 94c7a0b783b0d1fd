import type { Page } from '@playwright/test'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { asParty, deskUrl } from './parties'
import { signInByApi } from './sign-in'

/** Somebody signed in to this browser, and what they do over the API in a sandbox organization of their own. */
export async function inSandbox(page: Page) {
  const account = privateKeyToAccount(generatePrivateKey())
  await signInByApi(page, { account })
  const { token } = await asParty(account)
  const send = async <T>(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<T> => {
    const response = await fetch(`${deskUrl()}/api/v1/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }
  const { id } = await send<{ id: string }>('POST', 'organizations', { name: 'Test bench', sandbox: true })
  return {
    id,
    call: <T = unknown>(method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
      send<T>(method, path, body, { 'x-organization': id, ...headers }),
    /** The address of a page of this organization. */
    at: (path: string) => `${path}?org=${id}`,
  }
}
