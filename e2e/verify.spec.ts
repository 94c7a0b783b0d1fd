import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { typedData } from '../lib/proof/typed-data'
import { expect, expectAccessible, expectAccessibleInBoth, test } from './page-test'
import { asParty, bikeDeal, fundedAccount, sentChallenge } from './parties'
import { signInByApi } from './sign-in'

const vector = JSON.parse(readFileSync(path.join(import.meta.dirname, '..', 'test/vectors/commitment.json'), 'utf8'))
const sample = readFileSync(path.join(import.meta.dirname, '..', 'public', 'sample-bundle.json'))
const door = (page: Page) => page.getByLabel('Drop a file here, or choose one')
const give = (page: Page, name: string, buffer: Buffer, mimeType = 'application/octet-stream') =>
  door(page).setInputFiles({ name, mimeType, buffer })
const widthOf = (page: Page) => page.locator('html').evaluate((html) => html.scrollWidth)

/** Everything the page asks of the desk that is not a file of its own. */
function watchCalls(page: Page): string[] {
  const calls: string[] = []
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (request.method() !== 'GET' || pathname.startsWith('/api/')) calls.push(`${request.method()} ${pathname}`)
  })
  return calls
}

test('a bundle is verified in the page and sent nowhere', async ({ page }) => {
  const calls = watchCalls(page)
  await page.goto('/verify')
  await expectAccessibleInBoth(page)
  await give(page, 'mine.json', sample)
  await expect(page.getByText('mine.json, 7.')).toBeVisible()
  await expect(page.getByText('It holds: nothing is broken, 9 links are proven, 2 only claimed.')).toBeVisible()
  await expect(page.locator('dd', { hasText: /^FULFILLED$/ })).toBeVisible()
  await expectAccessibleInBoth(page)

  const changed = Buffer.from(sample.toString('utf8').replace('FULFILLED', 'FULFILLEE'))
  await give(page, 'changed.json', changed)
  await expect(page.getByText(/^It does not hold\. Broken: ./)).toBeVisible()
  expect(calls).toEqual([])
})

test('the fields and the hashes of a text stand on the second device', async ({ page }) => {
  const calls = watchCalls(page)
  await page.goto('/check')
  await expectAccessibleInBoth(page)
  await page.getByLabel('Paste it').fill(JSON.stringify(intent()))
  await page.getByRole('button', { name: 'Compute the digest' }).click()
  await expect(page.getByRole('heading', { name: 'The terms of a challenge.' })).toBeFocused()
  await expect(digest(page)).toHaveText(vector.initiator_digest)
  await expect(page.getByText('Blue, 54 cm. Größe: mittel. €', { exact: true })).toBeVisible()
  await page.getByLabel('The other device shows').fill(vector.initiator_digest)
  await expect(page.getByText('The same digest.')).toBeVisible()
  await page.getByLabel('The other device shows').fill(vector.counter_digest)
  await expect(page.getByText('do not sign')).toBeVisible()
  await expectAccessibleInBoth(page)
  expect(calls).toEqual([])
})

const intent = (over: object = {}) => {
  const { domain, message } = vector.initiator_payload
  return { ...typedData('Intent', domain, message), ...over }
}
const digest = (page: Page) => page.locator('dt', { hasText: 'Digest, which is signed' }).locator('+ dd')

test('any other document is hashed here; only a press sends its hash, and finds what one may see', async ({
  page,
  openBrowser,
}) => {
  const contract = Buffer.from(`Contract ${Date.now()}`)
  const sha256 = `0x${createHash('sha256').update(contract).digest('hex')}`
  const documents = [{ name: 'contract.txt', size: contract.length, sha256 }]
  const { id } = await sentChallenge(await asParty(fundedAccount(6)), bikeDeal({ documents }))

  const calls = watchCalls(page)
  await page.goto('/verify')
  await give(page, 'contract.txt', contract)
  await expect(page.getByText('Not a bundle, so it was hashed as a document.')).toBeVisible()
  await expect(page.getByText(sha256)).toBeVisible()
  await expect(page.getByText('Only these 64 digits would be sent')).toBeVisible()
  expect(calls).toEqual([])
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Send the hash and look it up' }).click()
  await expect(page.getByText('Nothing that you may see here names it.')).toBeVisible()
  expect(calls).toEqual([`GET /api/v1/documents/${sha256}`])
  await expectAccessible(page)

  const context = await openBrowser()
  await signInByApi(context, { account: 6 })
  const own = await context.newPage()
  await own.goto('/verify')
  await give(own, 'renamed.pdf', contract)
  await own.getByRole('button', { name: 'Send the hash and look it up' }).click()
  await expect(own.getByText('One challenge names it.')).toBeVisible()
  await expect(own.getByText('Sent, you are the creator, there: contract.txt')).toBeVisible()
  await expect(own.getByRole('link', { name: 'Bike for 0.4 ETH' })).toHaveAttribute('href', `/challenges/${id}`)
  await expectAccessible(own)
})

test('a large file is read piece by piece, and another one may be chosen meanwhile', async ({ page }, info) => {
  const film = info.outputPath('film.mp4')
  const bytes = Buffer.alloc(60_000_000, 7)
  writeFileSync(film, bytes)
  await page.goto('/verify')
  await door(page).setInputFiles(film)
  await give(page, 'letter.txt', Buffer.from('abc'))
  const ofLetter = page.getByText('0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  await expect(ofLetter).toBeVisible()
  await page.waitForTimeout(1_500)
  await expect(ofLetter).toBeVisible()
  await door(page).setInputFiles(film)
  await expect(page.getByText(`0x${createHash('sha256').update(bytes).digest('hex')}`)).toBeVisible({ timeout: 30_000 })
})

test('a hash can be typed; a wrong one is said beside the field and stays', async ({ page }) => {
  await page.goto('/verify')
  const field = page.getByLabel('A hash')
  await field.fill('0x12')
  await page.getByRole('button', { name: 'Look it up', exact: true }).click()
  await expect(page.getByText('A hash has 64 digits')).toBeVisible()
  await expect(field).toBeFocused()
  await expect(field).toHaveValue('0x12')
  await expect(field).toHaveAttribute('aria-invalid', 'true')
  await field.fill('ab'.repeat(32))
  await page.keyboard.press('Enter')
  await expect(page.getByText('Nothing that you may see here names it.')).toBeVisible()
})

test('a desk that cannot be reached is said, and the hash stays', async ({ page, trouble }) => {
  trouble.expect(/Failed to load resource/)
  await page.goto('/verify')
  await page.route('**/api/v1/documents/**', (route) => route.abort())
  await give(page, 'letter.txt', Buffer.from('abc'))
  await page.getByRole('button', { name: 'Send the hash and look it up' }).click()
  await expect(page.getByText('The desk cannot be reached. Try again in a moment.')).toBeVisible()
  await page.unroute('**/api/v1/documents/**')
  await page.getByRole('button', { name: 'Send the hash and look it up' }).click()
  await expect(page.getByText('Nothing that you may see here names it.')).toBeVisible()
})

test('what is not a text of Countersign is refused in a sentence', async ({ page }) => {
  await page.goto('/check')
  const paste = page.getByLabel('Paste it')
  const compute = page.getByRole('button', { name: 'Compute the digest' })
  await compute.click()
  await expect(page.getByText('Paste what the wallet is asked to sign')).toBeVisible()
  await expect(paste).toBeFocused()
  for (const [text, why] of [
    ['hello', 'This is not JSON.'],
    [JSON.stringify(intent({ primaryType: 'Permit' })), 'Countersign never asks for a signature on “Permit”.'],
    [JSON.stringify(intent({ message: {} })), 'message.title is missing.'],
  ] as const) {
    await paste.fill(text)
    await compute.click()
    await expect(page.getByText(why)).toBeVisible()
    await expect(paste).toHaveValue(text)
  }
  await page.goto('/check#AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')
  await expect(page.getByText('The link is not whole.')).toBeVisible()
})

test('a link behind its # gives the same digest in the page, on the command line and in the vectors', async ({
  page,
}, info) => {
  const file = info.outputPath('typed-data.json')
  writeFileSync(file, JSON.stringify(intent()))
  const cli = path.join(import.meta.dirname, '..', 'cli', 'countersign.mjs')
  const printed = JSON.parse(execFileSync(process.execPath, [cli, 'digest', file, '--json'], { encoding: 'utf8' }))
  expect(printed.digest).toBe(vector.initiator_digest)

  const { packTypedData } = await import('../lib/proof/digest-link')
  const { readTypedData } = await import('../lib/proof/digest-read')
  const asked: string[] = []
  page.on('request', (request) => void asked.push(request.url()))
  const fragment = await packTypedData(readTypedData(intent()))
  await page.goto(`/check#${fragment}`)
  await expect(digest(page)).toHaveText(printed.digest)
  for (const hash of [printed.domain_separator, printed.message_hash]) {
    await expect(page.locator('dd', { hasText: hash })).toBeVisible()
  }
  expect(asked.filter((url) => url.includes(fragment.slice(0, 30)) && !url.includes('#'))).toEqual([])
})

test('both pages fit a narrow phone', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 })
  await page.goto('/verify')
  await give(page, `${'a-long-name-'.repeat(12)}.json`, sample)
  await expect(page.getByText('It holds')).toBeVisible()
  expect(await widthOf(page)).toBeLessThanOrEqual(320)
  await page.goto('/check')
  await page.getByLabel('Paste it').fill(JSON.stringify(intent()))
  await page.getByRole('button', { name: 'Compute the digest' }).click()
  await expect(digest(page)).toHaveText(vector.initiator_digest)
  expect(await widthOf(page)).toBeLessThanOrEqual(320)
})
