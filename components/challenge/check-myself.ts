import type { Requirement } from '@/lib/challenge/draft'

export type FundsQuestion = {
  wallet_address: string
  network: string
  asset_type: 'NATIVE' | 'ERC20'
  token_address?: string
  min_balance: string
}
/** `later`: only read once both have signed. */
export type OwnResult = 'PASSED' | 'FAILED' | 'ERROR' | 'later' | 'not-proven'

/** Pure: what to ask the desk about my own wallet, in the order the requirement is said in; null for what only comes later. */
export function questionsOf(requirement: unknown, wallet: string): (FundsQuestion | null)[] {
  const asked = requirement as Requirement | null | undefined
  if (!asked) return []
  const balances = asked.funds_checks.map(({ asset_type, token_address, min_balance }) => ({
    wallet_address: asked.wallet_address ?? wallet,
    network: asked.network,
    asset_type,
    ...(token_address ? { token_address } : {}),
    min_balance,
  }))
  return [...balances, ...(asked.min_wallet_age_days ? [null] : []), ...(asked.min_transactions ? [null] : [])]
}

/** Pure: what a refused question means. Null: nothing about the wallet; the person is told what the desk said. */
export function resultOfProblem(code: string): OwnResult | null {
  if (code === 'E2008') return 'not-proven'
  return code === 'E2004' || code === 'E2007' ? 'ERROR' : null
}

/** Pure: the word beside each requirement. */
export function sayResult(result: OwnResult): { look: 'ok' | 'no' | 'wait' | 'none'; word: string } {
  switch (result) {
    case 'PASSED':
      return { look: 'ok', word: 'you pass' }
    case 'FAILED':
      return { look: 'no', word: 'not there' }
    case 'ERROR':
      return { look: 'wait', word: 'could not tell' }
    case 'not-proven':
      return { look: 'wait', word: 'prove that wallet first' }
    case 'later':
      return { look: 'none', word: 'read when both have signed' }
  }
}

/** Pure: all of it in one sentence. */
export function sumUp(results: readonly OwnResult[]): string {
  if (results.includes('FAILED')) {
    return 'Something is missing. If you accepted now, it would be called off. Put it into this wallet first, or say no.'
  }
  if (results.includes('not-proven')) return 'The terms name another wallet of yours. Link it in the settings first.'
  if (results.includes('ERROR')) return 'The chain could not be read just now. That says nothing about you; ask again.'
  return results.includes('later') ? 'As far as it can be read now, you pass.' : 'You would pass.'
}
