/**
 * What the pages weigh and how fast they are, of a production build on a desk started for it: `npm run weight`. Prints
 * the scripts each page loads above an empty page, then lighthouse's medians, and fails above what we allow ourselves.
 * `npm run weight -- --no-lighthouse` weighs only.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Browser, chromium } from '@playwright/test'
import { BROWSER_ARGUMENTS, findChromium } from '../e2e/find-chromium'
import { deskUrl } from '../e2e/parties'
import { signInByApi } from '../e2e/sign-in'
import startDesk from '../e2e/start-desk'
import { makeScene, type Scene } from './screens/scene'
import { scorePage } from './weight/run-lighthouse'
import { readFrameworkScripts, type Weight, weighPage } from './weight/weigh-page'

const HOME_BYTES = 15_000
const PERFORMANCE = 95
const ACCESSIBILITY = 100
const RUNS = 3

const faults: string[] = []
const stopDesk = await startDesk()
const folder = mkdtempSync(path.join(tmpdir(), 'countersign-weight-'))
try {
  const executable = await findChromium()
  const scene = await makeScene()
  const browser = await chromium.launch({ executablePath: executable, args: BROWSER_ARGUMENTS })
  await weighAll(browser, scene)
  await browser.close()
  if (!process.argv.includes('--no-lighthouse')) await scoreAll(executable, scene)
} finally {
  rmSync(folder, { recursive: true, force: true })
  await stopDesk?.()
}
for (const fault of faults) console.error(fault)
if (faults.length > 0) process.exitCode = 1

async function weighAll(browser: Browser, { me, myTurn, invite, receipt }: Scene): Promise<void> {
  const open = ['/', '/verify', '/check', '/docs', `/proof/${receipt}`, `/join/${invite}`, '/desk']
  const own = ['/desk', '/challenges', '/challenges/new', `/challenges/${myTurn}`, '/receipts', '/settings']
  const framework = readFrameworkScripts()

  console.log('\nScripts before anything is pressed, compressed, in kB\n')
  console.log('| page | who | all | above an empty page | wallet code |')
  console.log('| --- | --- | ---: | ---: | --- |')
  for (const [who, paths] of [
    ['anybody', open],
    ['a party', own],
  ] as const) {
    for (const at of paths) {
      const context = await browser.newContext({ baseURL: deskUrl() })
      if (who === 'a party') await signInByApi(context, { account: me.account })
      const weight = await weighPage(context, at, framework)
      console.log(
        `| ${shorten(at)} | ${who} | ${kB(weight.bytes)} | ${kB(weight.ownBytes)} | ${weight.hasWalletCode ? 'yes' : 'no'} |`,
      )
      if (at === '/') judgeHome(weight)
      await context.close()
    }
  }
}

function judgeHome({ ownBytes, hasWalletCode }: Weight): void {
  if (ownBytes > HOME_BYTES) faults.push(`/ loads ${kB(ownBytes)} kB above an empty page, more than ${kB(HOME_BYTES)}`)
  if (hasWalletCode) faults.push('/ loads wallet code before anything is pressed')
}

async function scoreAll(executable: string, { receipt }: Scene): Promise<void> {
  console.log(`\nLighthouse, medians of ${RUNS}\n`)
  console.log('| page | performance | accessibility | |')
  console.log('| --- | ---: | ---: | --- |')
  for (const at of ['/', `/proof/${receipt}`]) {
    const url = new URL(at, deskUrl()).href
    const { performance, accessibility, metrics, failed } = await scorePage(url, {
      chromium: executable,
      folder,
      runs: RUNS,
    })
    console.log(`| ${shorten(at)} | ${performance} | ${accessibility} | ${metrics} |`)
    if (performance < PERFORMANCE)
      faults.push(`${shorten(at)} has performance ${performance}, less than ${PERFORMANCE}`)
    if (accessibility < ACCESSIBILITY) faults.push(`${shorten(at)} is not accessible: ${failed.join(', ')}`)
  }
}

function kB(bytes: number): string {
  return (bytes / 1_000).toFixed(1)
}

/** Ids and tokens are another every time. */
function shorten(at: string): string {
  return at.replace(/\/(0x|[0-9a-f]{8}-)[^/]+$|(\/join)\/.+$/, '$2/…')
}
