import { connectWith, expectTurn, sign, signAndSend, switchTo, verifyReceipt, writeChallenge } from './acts'
import { expect, test } from './page-test'

test('a newcomer without a wallet plays both sides of a deal, within three minutes', async ({ page }) => {
  test.setTimeout(180_000)

  await page.goto('/')
  await page.getByRole('link', { name: 'Start a challenge' }).first().click()
  await expect(page).toHaveURL(/\/challenges\/new$/)
  await connectWith(page, 'Demo wallet 1')

  await writeChallenge(page, {
    title: 'Bike for 0.4 ETH',
    words: 'Blue road bike, 54 cm. Handed over in person.',
    ether: '0.4',
  })
  const invite = await signAndSend(page)
  const challenge = page.url()

  // The same window becomes the other side.
  await switchTo(page, 'Demo wallet 2')
  await page.goto(invite)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Bike for 0.4 ETH')
  await sign(page, 'Sign and accept')
  await expect(page).toHaveURL(challenge)

  await expectTurn(page, 'Say how it ended')
  await sign(page, 'Sign: fulfilled')
  await expectTurn(page, 'You signed: fulfilled')

  await switchTo(page, 'Demo wallet 1')
  await expectTurn(page, 'They signed: fulfilled')
  await sign(page, 'Sign: fulfilled')
  await expectTurn(page, 'Ended: fulfilled')
  await verifyReceipt(page)
})
