import type { Page } from '@playwright/test'
import { expect, expectAccessibleInBoth, test } from './page-test'

async function open(page: Page): Promise<void> {
  await page.goto('/docs/design')
  // The countdown runs once the page has been taken over.
  await expect(page.getByRole('timer', { name: 'The link ends in' }).first()).toHaveText(/^9 min/, { timeout: 20_000 })
}

const onLight = (page: Page) => page.locator('[data-theme=light]')

test('shows every part without fault on a light screen and a dark one', async ({ page }) => {
  // Every part, twice over, is much to look through.
  test.slow()
  await open(page)
  await expectAccessibleInBoth(page)
})

test('shows what opens over the page without fault on a light screen and a dark one', async ({ page }) => {
  await open(page)
  await openEverything(page, (role) => expectAccessibleInBoth(page, `[role="${role}"]`))
})

/** Opens all that opens, one after the other; `look` is asked while each is open. */
async function openEverything(page: Page, look: (role: string) => Promise<void> = async () => {}): Promise<void> {
  const openers = [
    ['Open a dialog', 'dialog'],
    ['Revoke the key', 'alertdialog'],
    ['More to do', 'menu'],
  ] as const
  for (const [name, role] of openers) {
    await onLight(page).getByRole('button', { name }).click()
    await expect(page.getByRole(role)).toBeVisible()
    await look(role)
    await page.keyboard.press('Escape')
    await expect(page.getByRole(role)).toBeHidden()
  }
  for (const name of ['It worked', 'It is on its way', 'It failed']) {
    await onLight(page).getByRole('button', { name }).click()
  }
  await expect(page.getByText('The name was not saved', { exact: true }).first()).toBeVisible()
  await look('region')
}

test('writes no style attributes, which the policy would refuse', async ({ request }) => {
  const answer = await request.get('/docs/design')
  expect(await answer.text()).not.toMatch(/<[^>]+\sstyle=/)
})

test('writes style tags with the page’s nonce only', async ({ page }) => {
  // In development the policy lets in style tags of hot reloading, so the browser would not say.
  await page.addInitScript(() => {
    const written: string[] = []
    Object.assign(window, { written })
    const note = (style: HTMLStyleElement) =>
      written.push(style.nonce === '' ? `no nonce: ${style.textContent}` : 'nonce')
    new MutationObserver((changes) => {
      for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
        if (node instanceof HTMLStyleElement) note(node)
      }
    }).observe(document, { childList: true, subtree: true })
  })
  await open(page)
  await openEverything(page)
  const written = await page.evaluate(() => (window as unknown as { written: string[] }).written)
  // What keeps the page behind a dialog from scrolling.
  expect(written).toContain('nonce')
  const others = written.filter((one) => one !== 'nonce')
  // The development overlay brings a font of its own.
  expect(others.filter((one) => !one.includes('__nextjs'))).toEqual([])
})

test('shows light and dark beside each other, whatever the system says', async ({ page }) => {
  await open(page)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const paperOf = (theme: string) =>
      page
        .locator(`[data-theme=${theme}]`)
        .first()
        .evaluate((element) => getComputedStyle(element).backgroundColor)
    expect(await paperOf('light')).toBe('rgb(250, 247, 241)')
    expect(await paperOf('dark')).toBe('rgb(22, 20, 15)')
    const around = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
    expect(around).toBe(await paperOf(colorScheme))
  }
})

test('jumps past the header first', async ({ page }) => {
  await open(page)
  await page.keyboard.press('Tab')
  const skip = page.getByRole('link', { name: 'Skip to the page' })
  await expect(skip).toBeFocused()
  await expect(skip).toBeInViewport()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
})

test('works by keyboard alone', async ({ page }) => {
  // One load for all of them: this page is the heaviest there is.
  test.slow()
  await open(page)
  await test.step('views change with the arrow keys', () => changeViews(page))
  await test.step('what is explained shows on focus and goes with Escape', () => readTheHint(page))
  await test.step('the arrow keys choose, and never what cannot be chosen', () => choose(page))
  await test.step('an amount keeps what is wrong, which is said beside it', () => typeAnAmount(page))
  await test.step('a dialog keeps the focus and gives it back', () => useTheDialog(page))
  await test.step('what is final is asked once, beginning on the way out', () => useTheQuestion(page))
  await test.step('a menu opens, is walked and left', () => useTheMenu(page))
  await test.step('how something went is said aloud, and can be closed', () => closeTheNotice(page))
})

async function changeViews(page: Page): Promise<void> {
  const tabs = page.getByRole('tablist', { name: 'Challenges, light' })
  await tabs.getByRole('tab', { name: 'Waiting for me' }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(tabs.getByRole('tab', { name: 'Open' })).toBeFocused()
  await expect(page.getByRole('tabpanel', { name: 'Open' })).toHaveText('Seven are open.')
  await page.keyboard.press('End')
  await expect(page.getByRole('tabpanel', { name: 'Ended' })).toHaveText('Forty-one have ended.')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('tabpanel', { name: 'Ended' })).toBeFocused()
}

async function readTheHint(page: Page): Promise<void> {
  const says = page.getByRole('tooltip', { name: 'A block cannot be taken back after this.' })
  await onLight(page).getByRole('button', { name: 'It worked' }).focus()
  await page.keyboard.press('Shift+Tab')
  await expect(onLight(page).getByRole('button', { name: 'Finalized' })).toBeFocused()
  await expect(says).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(says).toHaveCount(0)
}

async function choose(page: Page): Promise<void> {
  const radio = (name: string) => onLight(page).getByRole('radio', { name })
  await radio('Gatekeeper').focus()
  await page.keyboard.press('ArrowDown')
  await expect(radio('Solo')).toBeChecked()
  await page.keyboard.press('ArrowDown')
  await expect(radio('Gatekeeper')).toBeChecked()
}

async function typeAnAmount(page: Page): Promise<void> {
  const amount = onLight(page).getByRole('textbox', { name: 'They must hold' })
  await amount.fill('1,5')
  await expect(amount).toHaveAttribute('aria-invalid', 'true')
  await expect(amount).toHaveAccessibleDescription(/Write a point for decimals/)
  await expect(amount).toHaveValue('1,5')
  await amount.fill('1.5')
  await expect(amount).toHaveAccessibleDescription('Exactly 1500000000000000000 wei')
}

async function useTheDialog(page: Page): Promise<void> {
  const opener = onLight(page).getByRole('button', { name: 'Open a dialog' })
  await opener.focus()
  await page.keyboard.press('Enter')

  const dialog = page.getByRole('dialog', { name: 'Name this wallet' })
  const name = dialog.getByRole('textbox', { name: 'Name' })
  await expect(name).toBeFocused()
  await page.keyboard.type('Till at the shop')
  const order = [
    dialog.getByRole('button', { name: 'Not now' }),
    dialog.getByRole('button', { name: 'Save the name' }),
    dialog.getByRole('button', { name: 'Close' }),
    name,
  ]
  for (const next of order) {
    await page.keyboard.press('Tab')
    await expect(next).toBeFocused()
  }
  await page.keyboard.press('Shift+Tab')
  await expect(dialog.getByRole('button', { name: 'Close' })).toBeFocused()
  // What is behind does not scroll meanwhile.
  const overflow = await page.evaluate(() => getComputedStyle(document.body).overflow)
  expect(overflow).toContain('hidden')

  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(opener).toBeFocused()
}

async function useTheQuestion(page: Page): Promise<void> {
  const opener = onLight(page).getByRole('button', { name: 'Revoke the key' })
  const asked = page.getByRole('alertdialog', { name: 'Revoke “Nightly import”?' })

  await opener.focus()
  await page.keyboard.press('Enter')
  await expect(asked.getByRole('button', { name: 'Keep it as it is' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(asked).toBeHidden()
  await expect(opener).toBeFocused()
  await expect(onLight(page).getByText('Revoked once')).toBeHidden()

  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  const yes = asked.getByRole('button', { name: 'Revoke it' })
  await expect(yes).toBeFocused()
  await page.keyboard.press('Enter')
  // While it is being done, pressing again does nothing and there is no way out.
  await expect(yes).toHaveAttribute('aria-busy', 'true')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await expect(yes).toBeFocused()
  await expect(onLight(page).getByText('Revoked once')).toBeVisible()
  await expect(asked).toBeHidden()
  await expect(opener).toBeFocused()
}

async function useTheMenu(page: Page): Promise<void> {
  const opener = onLight(page).getByRole('button', { name: 'More to do' })
  await opener.focus()
  await page.keyboard.press('Enter')
  const item = (name: string) => page.getByRole('menuitem', { name })
  await expect(item('Ask for more time')).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(item('Offer a split')).toBeFocused()
  await page.keyboard.press('End')
  await expect(item('Read the guides')).toBeFocused()
  await page.keyboard.type('o')
  await expect(item('Offer a split')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(opener).toBeFocused()

  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(onLight(page).getByText('Asked for more time')).toBeVisible()
  await expect(opener).toBeFocused()
}

async function closeTheNotice(page: Page): Promise<void> {
  await onLight(page).getByRole('button', { name: 'It failed' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status').filter({ hasText: 'The name was not saved' }).first()).toBeAttached()
  await page.keyboard.press('F8')
  const messages = page.getByRole('region', { name: /^Messages/ }).first()
  await expect(messages.getByRole('list')).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await expect(messages.getByRole('button', { name: 'Close' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(messages.getByRole('listitem')).toHaveCount(0)
}

test('copies an address in its checked spelling and shows the whole of it when focused', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await open(page)
  const address = onLight(page).getByRole('button', { name: 'Copy address 0x7099…79C8' })
  await expect(address.getByText('0x7099…79C8')).toBeVisible()
  // Focus that comes by keyboard.
  await address.focus()
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Tab')
  await expect(address).toBeFocused()
  await expect(address.getByText('0x70997970C51812dc3A010C7d01b50e0d17dc79C8')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(onLight(page).getByText('Copied', { exact: true })).toBeAttached()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('0x70997970C51812dc3A010C7d01b50e0d17dc79C8')
})

test('moves where something changes, and not for people who asked for less motion', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'no-preference' })
  await open(page)
  const moving = () => page.evaluate(() => document.getAnimations().map((one) => one.constructor.name))
  expect(await moving()).not.toEqual([])

  await page.emulateMedia({ reducedMotion: 'reduce' })
  await onLight(page).getByRole('button', { name: 'Open a dialog' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  expect(await moving()).toEqual([])
})

test('fits a narrow screen without scrolling sideways', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 })
  await open(page)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
  await onLight(page).getByRole('button', { name: 'Open a dialog' }).click()
  await expect(page.getByRole('dialog')).toBeInViewport({ ratio: 0.99 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
})
