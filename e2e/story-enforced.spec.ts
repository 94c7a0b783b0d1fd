import { answerHash } from '../components/challenge/answer-hash'
import { button, expectTurn, press, sign, turn } from './acts'
import { depositedChallenge, doStep, fireDeal } from './bonds'
import { expect, expectAccessible, test } from './page-test'
import { asParty, call, confirmChallenge, newAccount, type Party } from './parties'
import { signInByApi } from './sign-in'
import { installWallet } from './wallet'

/** The counterparty's answer: to the desk, and its hash to the chain. */
async function answer(party: Party, id: string, response: string): Promise<void> {
  const words = { response, salt: `0x${'22'.repeat(32)}` }
  await call('POST', `challenges/${id}/respond`, { party, body: words })
  await doStep(party, id, 'respond', {
    response_hash: answerHash({ challenge: id, role: 'counterparty', ...words }),
  })
}

test('ENFORCED: both answer, sealed until both are in, then agree, and both have everything back', async ({ page }) => {
  test.setTimeout(90_000)
  const [ann, ben] = [await asParty(await newAccount({ ether: '1' })), await asParty()]
  const tenth = (10n ** 17n).toString()
  const deal = fireDeal({ creator: tenth, counterparty: tenth }, { mode: 'ENFORCED', counterparty: ben.address })
  const { id, status } = await depositedChallenge(ann, ben, deal)
  expect(status).toBe('ACTIVE')
  await answer(ben, id, 'The bicycle is ready.')

  await installWallet(page, { account: ann.account, connected: true })
  await signInByApi(page, { account: ann.account })
  await page.goto(`/challenges/${id}`)
  await expectTurn(page, 'Answer')
  await expect(page.getByText('The bicycle is ready.')).toBeHidden()
  await expectAccessible(page)
  await turn(page).getByLabel('Your answer').fill('The money is there.')
  await press(button(page, 'Seal it'))
  await press(button(page, 'Answer'))

  await expectTurn(page, 'Say how it ended')
  await expect(page.getByText('The bicycle is ready.')).toBeVisible()
  await expect(page.getByText('computed here: the hash of these words')).toHaveCount(2)
  await press(turn(page).getByRole('radio', { name: 'Fulfilled' }))
  await sign(page, 'Sign: fulfilled')
  await expectTurn(page, 'You signed: fulfilled')
  await confirmChallenge(ben, id)
  await expectTurn(page, 'Ended: fulfilled')
  await expect(turn(page).getByText('Withdraw 0.1 ETH')).toBeVisible()
})
