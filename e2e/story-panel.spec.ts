import { readFileSync } from 'node:fs'
import { button, dialog, expectTurn, press, sign, turn } from './acts'
import { acceptedChallenge, doStep, fireDeal, localToken, signAndPost, untilBonded, untilSeated } from './bonds'
import { expect, expectAccessible, test } from './page-test'
import { asParty, localAuditors, newAccount } from './parties'
import { signInByApi } from './sign-in'
import { installWallet } from './wallet'

const BOND = { creator: '1000003', counterparty: '999997' }

type Slash = Record<'loser_bond' | 'winner_reward' | 'fee_back_to_opener', string> & {
  provers: number
  opener_is_winner: boolean
}

/** What the creator has in the end, by the vectors: they opened the dispute, and two votes decided for them. */
function wonByVectors(): string {
  const vectors: Slash[] = JSON.parse(readFileSync(new URL('../test/vectors/slash.json', import.meta.url), 'utf8'))
  const vector = vectors.find(
    ({ loser_bond, provers, opener_is_winner }) =>
      loser_bond === BOND.counterparty && provers === 2 && opener_is_winner,
  )
  if (!vector) throw new Error('The vectors have no such case')
  const units = BigInt(BOND.creator) + BigInt(vector.winner_reward) + BigInt(vector.fee_back_to_opener)
  return (Number(units) / 1e6).toString()
}

test('a token is allowed, then deposited; a dispute is decided by a panel of three, and the winner withdraws', async ({
  page,
  openBrowser,
  trouble,
}) => {
  test.setTimeout(150_000)
  // Once all is taken out, there is no transaction to prepare.
  trouble.expect(/409 \(Conflict\).*step=withdraw/)
  const funded = async () => asParty(await newAccount({ ether: '1', tokenUnits: 10n ** 9n }))
  const [ann, ben] = await Promise.all([funded(), funded()])
  const resolution = { strategy: 'COMMITTEE', panel: { k: 2, m: 3 } }
  const bond = { ...BOND, token_address: await localToken() }
  const { id } = await acceptedChallenge(ann, ben, fireDeal(bond, { resolution }))
  await installWallet(page, { account: ann.account, connected: true })
  await signInByApi(page, { account: ann.account })
  await page.goto(`/challenges/${id}`)

  // Two transactions, each said before the wallet opens.
  await expectTurn(page, 'Put down your bond')
  await expect(turn(page).getByText('Allow the escrow to take exactly 1.000003 tUSD')).toBeVisible()
  await expectAccessible(page)
  await press(button(page, 'Allow it'))
  await press(button(page, 'Deposit'))
  await expectTurn(page, 'Your bond is on its way')
  await untilBonded(ben, id, ({ actions }) => actions.includes('deposit'))
  await doStep(ben, id, 'join')

  await expectTurn(page, 'Say how it ended')
  await press(button(page, 'Dispute it'))
  await dialog(page).getByLabel('What is wrong').fill('It did not rain: the record says 0.0 mm.')
  await press(button(page, 'Write it down'))
  await press(button(page, 'Allow it'))
  await press(button(page, 'Open the dispute'))
  await expectTurn(page, 'You disagree')
  const { case_id: caseId = '' } = await untilBonded(ben, id, ({ status }) => status === 'DISPUTED')
  const { committee } = await untilSeated(ann, caseId)

  const [seated, other] = localAuditors(committee)
  if (!seated || !other) throw new Error('Too few of the local chain’s own auditors sit')
  const member = await (await openBrowser()).newPage()
  await installWallet(member, { account: seated, connected: true })
  await signInByApi(member, { account: seated })
  await member.goto('/audits')
  await member.locator(`a[href="/cases/${caseId}"]`).first().click()
  await expectTurn(member, 'Say how it ended')
  await expect(member.getByText('It did not rain: the record says 0.0 mm.')).toBeVisible()
  await press(turn(member).getByRole('radio', { name: 'The creator wins' }))
  await expectAccessible(member)
  await sign(member, 'Sign: the creator wins')
  await expectTurn(member, 'You voted: the creator wins')
  const vote = { action: 'vote', outcome: 'CREATOR_WIN' }
  await signAndPost(await asParty(other), id, vote, `cases/${caseId}/votes`, { outcome: 'CREATOR_WIN' })

  await expectTurn(page, 'Ended: the creator wins')
  await expect(turn(page).getByText(`Withdraw ${wonByVectors()} tUSD`)).toBeVisible()
  await press(button(page, 'Withdraw'))
  await expect(turn(page).getByText('Nothing of yours is in the contract any more.')).toBeVisible()
  await expectTurn(member, 'The panel decided: the creator wins')
})
