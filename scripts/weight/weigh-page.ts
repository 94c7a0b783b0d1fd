import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { BrowserContext, Response } from '@playwright/test'

const root = path.join(import.meta.dirname, '..', '..')

/** Words that survive minifying, and stand in what finds wallets and talks to them, and nowhere else. */
const WALLET_CODE = /eth_requestAccounts|wagmi\.|@walletconnect/

/** One page as it comes, before anybody touches it. Bytes are those on the wire, compressed. */
export type Weight = {
  path: string
  /** All scripts. */
  bytes: number
  /** Without what any page of this build loads, were it empty. */
  ownBytes: number
  hasWalletCode: boolean
}

/** The scripts Next loads for every page of the last build, whatever stands on it: an empty page is these alone. */
export function readFrameworkScripts(): Set<string> {
  const manifest = JSON.parse(readFileSync(path.join(root, '.next', 'build-manifest.json'), 'utf8'))
  const files: string[] = [...manifest.rootMainFiles, ...manifest.polyfillFiles]
  return new Set(files.map((file) => `/_next/${file}`))
}

/** Opens a page with nothing cached and weighs every script that comes until the network is quiet. */
export async function weighPage(context: BrowserContext, at: string, framework: Set<string>): Promise<Weight> {
  const page = await context.newPage()
  const scripts: Response[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.push(response)
  })
  await page.goto(at)
  await page.waitForLoadState('load')
  await page.waitForTimeout(1_500)

  const weighed = await Promise.all(scripts.map((response) => weighScript(response, framework)))
  await page.close()
  if (!weighed.some(({ isOurs }) => !isOurs))
    throw new Error(`${at} loads nothing of this build: is it a build at all?`)
  return {
    path: at,
    bytes: sum(weighed),
    ownBytes: sum(weighed.filter(({ isOurs }) => isOurs)),
    hasWalletCode: weighed.some(({ isWallet }) => isWallet),
  }
}

async function weighScript(response: Response, framework: Set<string>) {
  const { responseBodySize: bytes } = await response.request().sizes()
  const isOurs = !framework.has(new URL(response.url()).pathname)
  return { bytes, isOurs, isWallet: WALLET_CODE.test(await response.text()) }
}

const sum = (weighed: { bytes: number }[]) => weighed.reduce((total, { bytes }) => total + bytes, 0)
