import { button, connectWith, expectTurn, press, sign, verifyReceipt } from './acts'
import { expect, test } from './page-test'
import { newAccount } from './parties'
import { installWallet } from './wallet'

test('somebody puts a challenge to themself, signs it and holds the receipt', async ({ page }) => {
  const account = await newAccount()
  await installWallet(page, { account, name: 'Green Wallet' })

  await page.goto('/challenges/new')
  await connectWith(page, 'Green Wallet')
  await page.getByRole('radio', { name: /^Solo/ }).check()
  await page.getByLabel('Title').fill('Run ten kilometres')
  await expect(page.getByLabel('They must hold at least')).toHaveCount(0)
  await press(button(page, 'Read and sign'))
  await sign(page, 'Sign')

  await expectTurn(page, 'Ended: fulfilled')
  await verifyReceipt(page)
})
