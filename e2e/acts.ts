import { expect, type Locator, type Page } from '@playwright/test'

// What people do on the pages, in the words the pages use.

export const dialog = (page: Page): Locator => page.getByRole('dialog')
export const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true })
/** In the header: who this window is. */
export const account = (page: Page): Locator => page.getByRole('banner').getByRole('button', { name: /Account$/ })
/** Where the viewer stands, said by the one box that asks something of them. */
export const turn = (page: Page): Locator => page.locator('section[aria-labelledby="turn"]')

/** Presses it once the page's own code listens: a person sees a page for longer before they press. */
export async function press(locator: Locator): Promise<void> {
  await listens(locator)
  await locator.click()
}

async function listens(locator: Locator): Promise<void> {
  const isBound = (element: Element) => Object.keys(element).some((key) => key.startsWith('__reactProps'))
  await expect.poll(() => locator.evaluate(isBound), { timeout: 20_000 }).toBe(true)
}

/** Asks a wallet for its account, from any page that needs somebody. What will be signed is then on the page. */
export async function chooseWallet(page: Page, wallet: string): Promise<void> {
  await press(page.getByRole('button', { name: /^Connect/ }).first())
  await press(dialog(page).getByRole('button', { name: wallet }))
}

/** From any page that needs somebody to being signed in with this wallet. */
export async function connectWith(page: Page, wallet: string): Promise<void> {
  await chooseWallet(page, wallet)
  await signIn(page)
}

/** The text stands on the page in full before the wallet is asked. */
export async function signIn(page: Page): Promise<void> {
  await expect(page.getByTestId('sign-in-text')).toContainText('wants you to sign in with your Ethereum account')
  await press(button(page, 'Sign this text'))
  await expect(dialog(page)).toBeHidden()
  await expect(account(page)).toBeVisible()
}

/** In the header's menu: the other party of this browser. */
export async function switchTo(page: Page, name: string): Promise<void> {
  await press(account(page))
  await page.getByRole('menuitem', { name: `Switch to ${name}` }).click()
  await expect(account(page)).toContainText(name)
}

type Terms = { title: string; words?: string; ether: string }

/** Fills in a new GATEKEEPER challenge for whoever holds the link. */
export async function writeChallenge(page: Page, { title, words, ether }: Terms): Promise<void> {
  await listens(page.getByLabel('Title'))
  await page.getByRole('radio', { name: /^Gatekeeper/ }).check()
  await page.getByLabel('Title').fill(title)
  if (words) await page.getByLabel('In your words').fill(words)
  await page.getByLabel('They must hold at least').fill(ether)
}

/** From the filled form to a challenge that waits for the other side. Returns the link for them. */
export async function signAndSend(page: Page): Promise<string> {
  await press(button(page, 'Read and sign'))
  await sign(page, 'Sign and send')
  await expect(turn(page).getByRole('heading', { name: 'Give them the link' })).toBeVisible()
  return (await page.getByTestId('invite').textContent()) ?? ''
}

/** Presses the one red button, once the page shows what the wallet will show. */
export async function sign(page: Page, label: string): Promise<void> {
  await expect(page.getByRole('region', { name: 'Your wallet will show' })).toBeVisible()
  await press(button(page, label))
}

export async function expectTurn(page: Page, heading: string | RegExp): Promise<void> {
  await expect(turn(page).getByRole('heading', { name: heading })).toBeVisible({ timeout: 15_000 })
}

/** On the page of a finished challenge: opens its receipt and has the browser check every link of the proof. */
export async function verifyReceipt(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Open the receipt' }).click()
  await expect(page).toHaveURL(/\/proof\/0x[0-9a-f]{64}$/)
  await press(button(page, 'Verify this receipt'))
  await expect(page.getByText(/^It holds: nothing is broken/)).toBeVisible({ timeout: 15_000 })
}
