import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import type { LocalAccount } from 'viem'
import { press, sign } from './acts'
import { expectNoSidewaysScroll } from './manners'
import { expect, expectAccessible, test } from './page-test'
import { asParty, call, LOCAL_CHAIN, newAccount } from './parties'
import { signInByApi } from './sign-in'
import { installWallet } from './wallet'

type TypedData = Parameters<LocalAccount['signTypedData']>[0] & { message: object }

const HASH = `0x${'1f'.repeat(32)}`
const HEADER = 'recipient,integra_hash,token_id,capabilities,expiration_time'
const wallet = (n: number) => `0x${n.toString(16).padStart(40, '0')}`
const rowOf = (n: number) => `${wallet(n)},${HASH},${n},view|transfer,2099-01-01T00:00:00Z`
const csv = (name: string, lines: string[]) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from([HEADER, ...lines].join('\r\n')),
})

async function signedIn(page: Page) {
  const account = await newAccount({ ether: '2' })
  await installWallet(page, { account, connected: true })
  await signInByApi(page, { account })
  return account
}

/** Lets the desk attest with a key it keeps, as somebody does it on the page. */
async function keepKey(page: Page) {
  await page.goto('/attestations/issuers')
  await press(page.getByRole('radio', { name: 'A key the desk keeps' }))
  await press(page.getByRole('button', { name: 'See what you would sign' }))
  await expect(page.getByRole('region', { name: 'Your wallet will show' })).toContainText(
    'let this desk attest for an organization',
  )
  await expectAccessible(page)
  await sign(page, 'Sign: it may attest for us')
  await expect(page.getByText('attests', { exact: true })).toBeVisible()
}

test('a batch with one bad row sends nothing; put right it is followed to the chain, and one of it is revoked', async ({
  page,
}) => {
  test.setTimeout(180_000)
  await signedIn(page)
  await page.goto('/attestations/batch')
  await expect(page.getByText('Nobody attests for you on this network yet')).toBeVisible()
  await keepKey(page)

  await page.goto('/attestations/batch')
  const sent: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().includes('/attestations/batch')) sent.push(request.url())
  })
  const file = page.getByLabel('The file', { exact: true })
  await expect(file).toBeEnabled()
  await press(page.getByText('What the file looks like'))
  await file.setInputFiles(csv('bad.csv', [rowOf(1), rowOf(2).replace(HASH, '0x12'), rowOf(3)]))
  const faults = page.getByRole('region', { name: 'What is wrong with the file' })
  await expect(faults.getByRole('row')).toHaveCount(2)
  await expect(faults.getByRole('row').nth(1)).toContainText('3integra_hash')
  await expect(page.getByRole('button', { name: /^Issue/ })).toHaveCount(0)
  await expectAccessible(page)
  expect(sent).toEqual([])

  await file.setInputFiles(
    csv(
      'good.csv',
      Array.from({ length: 12 }, (_, n) => rowOf(n + 1)),
    ),
  )
  await expect(page.getByText('all 12 rows are good')).toBeVisible()
  await press(page.getByRole('button', { name: 'Issue 12 attestations' }))
  await page.getByRole('alertdialog').getByRole('button', { name: 'Issue them' }).click()
  await expect(page.getByText('12 confirmed, 0 failed, 0 on their way')).toBeVisible({ timeout: 60_000 })
  expect(sent).toHaveLength(1)
  await expect(page.getByRole('region', { name: 'Their results' }).getByText('Confirmed')).toHaveCount(12)
  await expectAccessible(page)
  await page.setViewportSize({ width: 320, height: 700 })
  await expectNoSidewaysScroll(page)
  await page.setViewportSize({ width: 1200, height: 900 })

  await page.goto('/attestations')
  const table = page.getByRole('region', { name: 'Attestations sent' })
  await expect(table.getByRole('row')).toHaveCount(13)
  await press(table.getByRole('button', { name: /^Revoke/ }).first())
  await expect(page.getByRole('alertdialog')).toContainText('It cannot be taken back')
  await expectAccessible(page)
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke it' }).click()
  await expect(page.getByRole('heading', { name: 'One revocation' })).toBeVisible()
  await expect(page.getByText('1 confirmed, 0 failed, 0 on their way')).toBeVisible({ timeout: 60_000 })
  await page.goto('/attestations')
  await expect(table.getByText('Revoked')).toHaveCount(1)
  await page.setViewportSize({ width: 320, height: 700 })
  await expectNoSidewaysScroll(page)
})

test('an own wallet attests by itself: named at once, it sends, and the desk finds it on the chain', async ({
  page,
}) => {
  test.setTimeout(150_000)
  const account = await signedIn(page)
  await page.goto('/attestations/issuers')
  await press(page.getByRole('radio', { name: 'Your own wallet' }))
  await press(page.getByRole('button', { name: 'Name it' }))
  await expect(page.getByText('attests', { exact: true })).toBeVisible()

  await page.goto('/attestations/new')
  await press(page.getByRole('button', { name: 'Issue it' }))
  await expect(page.getByLabel('About which wallet')).toBeFocused()
  await page.getByLabel('About which wallet').fill(account.address)
  await page.getByLabel('Document').fill(HASH)
  await page.getByLabel('Token').fill('7')
  await page.getByLabel('Capabilities').fill('view|<script>')
  await page.getByLabel('Until').fill('2020-01-01T00:00:00Z')
  await press(page.getByRole('button', { name: 'Issue it' }))
  await expect(page.getByLabel('Until')).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByLabel('Capabilities')).toHaveValue('view|<script>')
  await page.getByLabel('Until').fill('')
  await expectAccessible(page)
  await press(page.getByRole('button', { name: 'Issue it' }))
  await press(page.getByRole('button', { name: 'Send it' }))
  await expect(page.getByText('1 confirmed, 0 failed, 0 on their way')).toBeVisible({ timeout: 60_000 })

  await page.goto('/attestations')
  await expect(page.getByRole('region', { name: 'Attestations sent' })).toContainText('view, <script>')
  await expect(page.getByRole('region', { name: 'Attestations received' })).toContainText('view, <script>')
})

test('a kept key is renewed by signing anew, and brought back after it was ended', async ({ page }) => {
  test.setTimeout(90_000)
  await signedIn(page)
  await keepKey(page)
  const row = page.getByRole('region', { name: 'Who attests' }).locator(':scope > ul > li')
  await expect(row).toHaveCount(1)
  const address = await row.getByRole('button', { name: /^Copy address/ }).getAttribute('title')

  await press(row.getByRole('button', { name: /^Sign anew/ }))
  await row.getByLabel('For how many days').fill('400')
  await press(row.getByRole('button', { name: 'See what you would sign' }))
  await expect(row.getByLabel('For how many days')).toHaveAttribute('aria-invalid', 'true')
  await row.getByLabel('For how many days').fill('30')
  await press(row.getByRole('button', { name: 'See what you would sign' }))
  await expectAccessible(page)
  await sign(page, 'Sign: it may attest for us')
  await expect(page.getByText('It attests for longer now', { exact: true })).toBeVisible()

  await press(row.getByRole('button', { name: /^End it/ }))
  await page.getByRole('alertdialog').getByRole('button', { name: 'End it' }).click()
  await expect(row.getByText('ended', { exact: true })).toBeVisible()
  await press(row.getByRole('button', { name: /^Sign anew/ }))
  await press(row.getByRole('button', { name: 'See what you would sign' }))
  await sign(page, 'Sign: it may attest for us')
  await expect(row.getByText('attests', { exact: true })).toBeVisible()
  await expect(row).toHaveCount(1)
  expect(await row.getByRole('button', { name: /^Copy address/ }).getAttribute('title')).toBe(address)
})

test('what an own wallet signed off chain is revoked by that wallet, from the list', async ({ page }) => {
  test.setTimeout(150_000)
  const account = await signedIn(page)
  const party = await asParty(account)
  const issuer = { chain_id: LOCAL_CHAIN, kind: 'WALLET', address: account.address }
  await call('POST', 'issuers', { party, body: issuer })
  const what = { recipient: wallet(5), integra_hash: HASH, token_id: '5', capabilities: ['view'] }
  const { typed_data } = await call<{ typed_data: TypedData }>('POST', 'attestations/offchain', {
    party,
    body: { chain_id: LOCAL_CHAIN, ...what },
  })
  const signature = await account.signTypedData(typed_data)
  const signed = { chain_id: LOCAL_CHAIN, message: typed_data.message, signature }
  await call('POST', 'attestations/offchain', { party, body: signed })

  await page.goto('/attestations')
  const table = page.getByRole('region', { name: 'Attestations sent' })
  await press(table.getByRole('button', { name: /^Revoke/ }))
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke it' }).click()
  const asked = page.getByRole('dialog', { name: 'Revoke it from its issuer’s address' })
  await expect(asked).toContainText('Revoke one off-chain attestation of your organization')
  await expectAccessible(page)
  await press(asked.getByRole('button', { name: 'Send it' }))
  await expect(asked).toBeHidden({ timeout: 30_000 })
  await expect(table.getByText('Revoked')).toHaveCount(1, { timeout: 60_000 })
})

test('a file in another encoding is named, and nothing of it is guessed', async ({ page }) => {
  test.setTimeout(90_000)
  await signedIn(page)
  await keepKey(page)
  await page.goto('/attestations/batch')
  const latin1 = Buffer.from([HEADER, rowOf(1).replace('view', 'prüfen')].join('\r\n'), 'latin1')
  const file = page.getByLabel('The file', { exact: true })
  await expect(file).toBeEnabled()
  await file.setInputFiles({ name: 'old.csv', mimeType: 'text/csv', buffer: latin1 })
  await expect(page.getByText(/^old\.csv is not written in UTF-8/)).toBeVisible()
  await expect(page.getByRole('button', { name: /^Issue/ })).toHaveCount(0)
})

test('the example of a batch can be downloaded, and is good', async ({ page }) => {
  test.setTimeout(90_000)
  await signedIn(page)
  await keepKey(page)
  await page.goto('/attestations/batch')
  await press(page.getByText('What the file looks like'))
  const download = page.waitForEvent('download')
  await press(page.getByRole('button', { name: 'Download an example' }))
  const path = await (await download).path()
  await page.getByLabel('The file', { exact: true }).setInputFiles({
    name: 'example.csv',
    mimeType: 'text/csv',
    buffer: await readFile(path),
  })
  await expect(page.getByText('all 2 rows are good')).toBeVisible()
  await page.goto('/attestations/dead')
  await expect(page.getByRole('heading', { name: 'Nothing failed' })).toBeVisible()
  await expectAccessible(page)
})
