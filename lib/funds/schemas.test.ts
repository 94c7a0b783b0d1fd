import { beforeAll, describe, expect, it } from 'vitest'
import { env } from '@/lib/env'
import { validationError } from '@/lib/http/validation'
import { unitEnvironment } from '@/test/unit-environment'
import { CheckFunds } from './schemas'

unitEnvironment()
beforeAll(() => void env().rpcUrls.set(31337, ['http://127.0.0.1:8545']))

const MIXED = '0x52908400098527886E0F7030069857D2E4169EE7'
const WRONG = '0x52908400098527886E0F7030069857D2E4169Ee7'
const TOKEN = `0x${'ab'.repeat(20)}`
const MAX = (2n ** 256n - 1n).toString()
const good = { wallet_address: MIXED, network: 'local', asset_type: 'NATIVE', min_balance: '1' }

function codeOf(changes: Record<string, unknown>) {
  const parsed = CheckFunds.safeParse({ ...good, ...changes })
  return parsed.success ? 'fine' : validationError(parsed.error.issues).code
}

describe('what may be asked', () => {
  it('is answered in lower case, with the chain’s id and the amount as a number', () => {
    const asked = {
      ...good,
      asset_type: 'ERC20',
      token_address: TOKEN.toUpperCase().replace('0X', '0x'),
      min_balance: MAX,
    }
    expect(CheckFunds.parse(asked)).toEqual({
      wallet_address: MIXED.toLowerCase(),
      network: 31337,
      asset_type: 'ERC20',
      token_address: TOKEN,
      min_balance: 2n ** 256n - 1n,
    })
  })

  it.each([
    [{}, 'fine'],
    [{ network: 'eip155:31337' }, 'fine'],
    [{ network: 31337 }, 'fine'],
    [{ wallet_address: MIXED.toLowerCase() }, 'fine'],
    [{ wallet_address: WRONG }, 'E2001'],
    [{ wallet_address: '0x12' }, 'E2001'],
    [{ network: 'sepolia' }, 'E2002'],
    [{ network: 'nowhere' }, 'E2002'],
    [{ asset_type: 'ERC20' }, 'E2003'],
    [{ min_balance: '0' }, 'E2005'],
    [{ min_balance: '-1' }, 'E2005'],
    [{ min_balance: '1.5' }, 'E2005'],
    [{ min_balance: '01' }, 'E2005'],
    [{ min_balance: '1e18' }, 'E2005'],
    [{ min_balance: '' }, 'E2005'],
    [{ min_balance: MAX }, 'fine'],
    [{ min_balance: (2n ** 256n).toString() }, 'E2005'],
    [{ min_balance: '9'.repeat(500) }, 'E2005'],
    [{ token_address: TOKEN }, 'E2007'],
    [{ asset_type: 'ERC20', token_address: '0xzz' }, 'E2007'],
    [{ asset_type: 'GOLD' }, 'E9004'],
    [{ min_balance: 1 }, 'E9004'],
    [{ balance: '1' }, 'E9004'],
    [{ challenge_id: 'x' }, 'E9004'],
  ])('%j: %s', (changes, code) => {
    expect(codeOf(changes)).toBe(code)
  })
})
