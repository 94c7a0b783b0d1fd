import { connectWith, expectTurn, sign, signAndSend, verifyReceipt, writeChallenge } from './acts'
import { expect, expectAccessible, test } from './page-test'
import { newAccount } from './parties'
import { installWallet } from './wallet'

test('two people with wallets of their own, in two browsers, and neither ever reloads', async ({
  page,
  openBrowser,
}) => {
  test.setTimeout(120_000)
  const [seller, buyer] = [await newAccount(), await newAccount({ ether: '1' })]
  const green = await installWallet(page, { account: seller, name: 'Green Wallet', rdns: 'example.green' })
  const other = await (await openBrowser()).newPage()
  const blue = await installWallet(other, { account: buyer, name: 'Blue Wallet', rdns: 'example.blue' })

  await page.goto('/challenges/new')
  await connectWith(page, 'Green Wallet')
  await writeChallenge(page, { title: 'Lens, 50 mm', ether: '0.25' })
  const invite = await signAndSend(page)

  // Everything there is to know stands there before the other side shows who they are.
  await other.goto(invite)
  await expect(other.getByRole('heading', { level: 1 })).toContainText('Lens, 50 mm')
  await expect(other.getByText('0.25 ETH').first()).toBeVisible()
  expect(blue.asked.map(({ method }) => method)).not.toContain('eth_requestAccounts')
  await connectWith(other, 'Blue Wallet')
  await sign(other, 'Sign and accept')

  // The first browser hears of it by itself.
  await expectTurn(page, 'Say how it ended')
  await expectTurn(other, 'Say how it ended')
  await expectAccessible(page)
  await sign(page, 'Sign: fulfilled')
  await expectTurn(other, 'They signed: fulfilled')
  await sign(other, 'Sign: fulfilled')
  await expectTurn(page, 'Ended: fulfilled')
  await expectTurn(other, 'Ended: fulfilled')
  await verifyReceipt(other)

  // Each signature was over readable fields, and none was asked for that the person did not press for.
  for (const wallet of [green, blue]) {
    const signed = wallet.asked.map(({ method }) => method).filter((method) => /sign/i.test(method))
    expect(signed).toEqual(['personal_sign', 'eth_signTypedData_v4', 'eth_signTypedData_v4'])
  }
})
