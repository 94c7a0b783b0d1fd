/**
 * Takes the pictures under docs/screens: `npm run screens`. Fifteen pages, both themes, wide and narrow, from a desk
 * started for it; E2E_URL names another one, SCREENS_FOLDER another folder. `npm run screens -- home proof` takes some.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Browser, chromium, type Page } from '@playwright/test'
import { BROWSER_ARGUMENTS, findChromium } from '../e2e/find-chromium'
import { deskUrl } from '../e2e/parties'
import { signInByApi } from '../e2e/sign-in'
import startDesk from '../e2e/start-desk'
import { NAMED_PAGES, type NamedPage } from './screens/named-pages'
import { makeScene, type Scene } from './screens/scene'
import { shrinkPng } from './screens/shrink-png'

const folder = process.env.SCREENS_FOLDER ?? path.join(import.meta.dirname, '..', 'docs', 'screens')
const THEMES = ['light', 'dark'] as const
const WIDTHS = [1200, 390] as const

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !NAMED_PAGES.some((page) => page.name === name))
if (unknown.length > 0) throw new Error(`No page is called ${unknown.join(', ')}`)
const pages = NAMED_PAGES.filter(({ name }) => wanted.length === 0 || wanted.includes(name))

const stopDesk = await startDesk()
try {
  const scene = await makeScene()
  const browser = await chromium.launch({ executablePath: await findChromium(), args: BROWSER_ARGUMENTS })
  mkdirSync(folder, { recursive: true })
  for (const page of pages) {
    for (const theme of THEMES) for (const width of WIDTHS) await take(browser, scene, page, theme, width)
  }
  await browser.close()
} finally {
  await stopDesk?.()
}

type Theme = (typeof THEMES)[number]

async function take(browser: Browser, scene: Scene, named: NamedPage, colorScheme: Theme, width: number) {
  const context = await browser.newContext({
    baseURL: deskUrl(),
    colorScheme,
    viewport: { width, height: width > 600 ? 900 : 844 },
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Amsterdam',
  })
  if (named.as === 'me') await signInByApi(context, { account: scene.me.account })
  const page = await context.newPage()
  await page.goto(named.path(scene))
  await named.prepare?.(page)
  await settle(page)

  const file = `${named.name}-${colorScheme}-${width}.png`
  const picture = await page.screenshot({ fullPage: true, animations: 'disabled', caret: 'hide' })
  writeFileSync(path.join(folder, file), shrinkPng(picture))
  console.log(file)
  await context.close()
}

/** Until nothing on the page will still change by itself. */
async function settle(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor()
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null, null, { timeout: 10_000 })
  await page.evaluate(async () => {
    await document.fonts.ready
  })
  await page.waitForTimeout(400)
}
