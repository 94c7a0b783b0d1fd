import { expect, it } from 'vitest'
import { questionsOf, resultOfProblem, sayResult, sumUp } from './check-myself'

const requirement = {
  network: 'eip155:1',
  funds_checks: [
    { asset_type: 'NATIVE', min_balance: '5', currency_symbol: 'ETH', recheck: 'lock' },
    { asset_type: 'ERC20', token_address: '0x2', min_balance: '7', currency_symbol: 'X', recheck: 'both' },
  ],
}

it('asks exactly what the terms ask, about my own wallet or the one they name', () => {
  expect(questionsOf(requirement, '0x1')).toEqual([
    { wallet_address: '0x1', network: 'eip155:1', asset_type: 'NATIVE', min_balance: '5' },
    { wallet_address: '0x1', network: 'eip155:1', asset_type: 'ERC20', token_address: '0x2', min_balance: '7' },
  ])
  const aged = { ...requirement, wallet_address: '0x9', funds_checks: [], min_wallet_age_days: 3, min_transactions: 1 }
  expect(questionsOf(aged, '0x1')).toEqual([null, null])
  expect(questionsOf(null, '0x1')).toEqual([])
})

it('never takes “could not tell” for a no', () => {
  expect(['E2004', 'E2008', 'E9003'].map(resultOfProblem)).toEqual(['ERROR', 'not-proven', null])
  expect(sayResult('ERROR')).toEqual({ look: 'wait', word: 'could not tell' })
  expect(sumUp(['PASSED', 'ERROR'])).toMatch(/says nothing about you/)
  expect(sumUp(['PASSED', 'FAILED', 'ERROR'])).toMatch(/^Something is missing/)
  expect(sumUp(['PASSED'])).toBe('You would pass.')
  expect(sumUp(['PASSED', 'later'])).toMatch(/^As far as/)
})
