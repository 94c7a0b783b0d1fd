import { type BrowserContext, expect, type Page } from '@playwright/test'
import type { LocalAccount } from 'viem'
import { deskUrl, fundedAccount, proveWallet } from './parties'

/**
 * Signs a browser in without its pages: the same two calls the connect dialog makes, so that the browser holds a
 * session's cookie afterwards. `account`  is one of the local chain's by number, or a key; `desk` another desk than the tests' own.
 */
export async function signInByApi(
  target: Page | BrowserContext,
  { account, desk = deskUrl() }: { account: number | LocalAccount; desk?: string },
): Promise<LocalAccount> {
  const context = 'context' in target ? target.context() : target
  const own = typeof account === 'number' ? fundedAccount(account) : account
  const url = (path: string) => new URL(`/api/auth/${path}`, desk).href

  const { csrfToken } = await (await context.request.get(url('csrf'))).json()
  const form = { ...(await proveWallet(own, desk)), csrfToken, callbackUrl: url('session'), json: 'true' }
  const answer = await context.request.post(url('callback/wallet'), { form })
  expect(answer.status(), await answer.text()).toBe(200)

  const session = await (await context.request.get(url('session'))).json()
  expect(session.user?.address).toBe(own.address.toLowerCase())
  return own
}
