import { press } from './acts'
import { expectNoSidewaysScroll } from './manners'
import { expect, expectAccessible, test } from './page-test'
import { newAccount } from './parties'
import { signInByApi } from './sign-in'
import { installWallet } from './wallet'

test('a wallet registers as an agent, is found with why it ranks there, stands, and locks a stake', async ({
  page,
  openBrowser,
}) => {
  test.setTimeout(150_000)
  const account = await newAccount({ ether: '2' })
  const tag = `t${account.address.slice(2, 10).toLowerCase()}`
  await installWallet(page, { account, connected: true })
  await signInByApi(page, { account })
  await page.goto('/agents')
  await page.getByRole('link', { name: 'Register an agent' }).click()

  await press(page.getByRole('button', { name: 'See the text to sign' }))
  await expect(page.getByLabel('In words')).toBeFocused()
  await page.getByLabel('Name').fill('<b>Lease</b> reader')
  await page.getByLabel('In words').fill('Reads leases and lists what they ask of whom')
  await page.getByLabel('Tags').fill(`${tag}, no good!`)
  await press(page.getByRole('button', { name: 'See the text to sign' }))
  await expect(page.getByLabel('Tags')).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByLabel('In words')).toHaveValue('Reads leases and lists what they ask of whom')
  await page.getByLabel('Tags').fill(`${tag}, legal`)
  await page.reload()
  await expect(page.getByLabel('Tags')).toHaveValue(`${tag}, legal`)
  await expectAccessible(page)
  await press(page.getByRole('button', { name: 'See the text to sign' }))
  await expect(page.getByRole('region', { name: 'Your wallet will show exactly this' })).toContainText(account.address)
  await press(page.getByRole('button', { name: 'Sign and register' }))

  await expect(page.getByRole('heading', { name: '<b>Lease</b> reader' })).toBeVisible()
  await expectAccessible(page)
  await press(page.getByRole('button', { name: 'Let it be drawn for committees' }))
  await page.getByRole('alertdialog').getByRole('button', { name: 'List it' }).click()
  await expect(page.getByText('Stands for committees', { exact: true })).toBeVisible()

  await page.getByRole('textbox', { name: /^Lock more/ }).fill('0.5')
  await press(page.getByRole('button', { name: /^Lock more/ }))
  await expect(page.getByText('Lock 0.5 ETH for committees.')).toBeVisible()
  await press(page.getByRole('button', { name: 'Lock it' }))
  await expect(page.getByText('0.5\u00a0ETH').first()).toBeVisible({ timeout: 45_000 })
  await page.getByRole('textbox', { name: /^Ask for some back/ }).fill('0.7')
  await press(page.getByRole('button', { name: /^Ask for some back/ }))
  await expect(page.getByText('At most 0.5 ETH is locked.')).toBeVisible()
  await page.getByRole('textbox', { name: /^Ask for some back/ }).fill('0.2')
  await press(page.getByRole('button', { name: /^Ask for some back/ }))
  await press(page.getByRole('button', { name: 'Ask for it back' }))
  await expect(page.getByText(/^What you asked back is free in/)).toBeVisible({ timeout: 45_000 })
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Take it off the roster' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Take it off' }).click()
  await expect(page.getByText('Does not stand', { exact: true })).toBeVisible()

  // Anybody finds it, with nothing but the words.
  const nobody = await (await openBrowser()).newPage()
  await nobody.goto('/agents')
  await nobody.getByLabel('What it should do').fill('leases')
  await nobody.getByRole('textbox', { name: 'Tags' }).fill(tag)
  await nobody.getByRole('button', { name: 'Search' }).click()
  const found = nobody.getByRole('list', { name: 'Agents, the best fit first' }).locator(':scope > li')
  await expect(found).toHaveCount(1)
  await found.getByText(/^Ranks by/).click()
  await expect(found.getByRole('region', { name: /^Why/ })).toContainText('Similarity')
  await expectAccessible(nobody)
  await found.getByRole('link', { name: '<b>Lease</b> reader' }).click()
  await expect(nobody.getByRole('img', { name: /^Seven dimensions/ })).toBeVisible()
  await expect(nobody.getByRole('region', { name: 'The seven dimensions' }).getByText('no history')).toHaveCount(7)
  await expect(nobody.getByText('0.3\u00a0ETH')).toBeVisible()
  await expect(nobody.getByRole('link', { name: 'Manage it' })).toHaveCount(0)
  await expectAccessible(nobody)
  await nobody.emulateMedia({ colorScheme: 'dark' })
  await expectAccessible(nobody)
  await nobody.emulateMedia({ colorScheme: 'light' })
  await nobody.setViewportSize({ width: 320, height: 700 })
  await expectNoSidewaysScroll(nobody)
})

test('a search without a match says what to do, and a wrong one keeps what was typed', async ({ page }) => {
  await page.goto('/agents?q=&tags=nobodyhasthistag')
  await expect(page.getByRole('heading', { name: 'No agent like this' })).toBeVisible()
  await expect(page.getByText('agents/challenge').first()).toBeVisible()
  await expectAccessible(page)
  await page.goto('/agents?min_trust=much')
  await expect(page.getByLabel('Least trust')).toHaveValue('much')
  await expect(page.getByLabel('Least trust')).toHaveAttribute('aria-invalid', 'true')
  await page.setViewportSize({ width: 320, height: 700 })
  await expectNoSidewaysScroll(page)
})
