import { button } from './acts'
import { expect, test } from './page-test'
import { asParty, bikeDeal, inviteOf, sentChallenge } from './parties'

test('an invite whose time passes while it is read says so by itself', async ({ page }) => {
  // A minute is the shortest time there is.
  test.setTimeout(120_000)
  const creator = await asParty()
  const soon = new Date(Date.now() + 61_000).toISOString()
  const sent = await sentChallenge(creator, bikeDeal({ expires_at: soon }))

  await page.goto(`/join/${inviteOf(sent)}`)
  await expect(page.getByRole('heading', { name: 'Read it, then connect' })).toBeVisible()
  const over = page.getByRole('heading', { name: 'The time to accept is over.' })
  await expect(over).toBeVisible({ timeout: 75_000 })
  await expect(button(page, 'Connect a wallet')).toHaveCount(0)
  await page.reload()
  await expect(over).toBeVisible()
})
