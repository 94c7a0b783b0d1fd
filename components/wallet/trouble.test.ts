import { describe, expect, it } from 'vitest'
import { ApiProblem, Unreachable } from '@/components/data/api'
import { SignInRefused, Troubled, toTrouble, WalletProblem } from './trouble'

const rpc = (code: number, message = 'no') => Object.assign(new Error(message), { code })
const around = { wallet: 'Rabby', network: 'Base', chainId: 8453, wanted: '0xAa', shown: '0xBb' }
const kindOf = (error: unknown) => toTrouble(error, around).kind
const actOf = (error: unknown) => toTrouble(error, around).way.act

describe('what a wallet throws', () => {
  it.each([
    [4001, 'declined', 'again'],
    [5000, 'declined', 'again'],
    [-32002, 'already-open', 'again'],
    [4100, 'locked', 'again'],
    [4900, 'gone', 'choose-wallet'],
    [4901, 'gone', 'choose-wallet'],
    [4902, 'network-unknown', 'switch-network'],
    [4200, 'cannot', 'choose-wallet'],
    [-32601, 'cannot', 'choose-wallet'],
    [-32603, 'unknown', 'again'],
  ])('%i is %s, and the way on is %s', (code, kind, act) => {
    expect([kindOf(rpc(code)), actOf(rpc(code))]).toEqual([kind, act])
  })

  it('is found under what libraries wrap around it', () => {
    const wrapped = new Error('UnknownRpcError', { cause: new Error('inner', { cause: rpc(4001) }) })
    expect(kindOf(wrapped)).toBe('declined')
    expect(kindOf(Object.assign(rpc(-32603), { data: { originalError: { code: 4902 } } }))).toBe('network-unknown')
    expect(kindOf(Object.assign(new Error('x'), { code: 'ACTION_REJECTED' }))).toBe('declined')
    expect(kindOf(Object.assign(new Error('x'), { name: 'UserRejectedRequestError' }))).toBe('declined')
    expect(kindOf(Object.assign(new Error('x'), { name: 'SwitchChainError' }))).toBe('wrong-network')
  })

  it('that goes round in circles ends', () => {
    const error = new Error('a') as Error & { cause?: unknown }
    error.cause = error
    expect(kindOf(error)).toBe('unknown')
  })

  it.each([undefined, null, 'text', 7, {}])('may be %j', (thrown) => {
    expect(kindOf(thrown)).toBe('unknown')
  })
})

describe('what the desk answers', () => {
  it.each([
    ['E1003', 'text-over', 'new-text'],
    ['E1004', 'text-over', 'new-text'],
    ['E1005', 'not-signed', 'new-text'],
    ['E1006', 'wrong-account', 'new-text'],
    ['E1007', 'text-over', 'new-text'],
    ['E1008', 'not-signed', 'new-text'],
    ['E2004', 'chain-silent', 'again'],
    ['E9002', 'wait', 'again'],
    ['E9003', 'wait', 'again'],
    ['E9005', 'signed-out', 'sign-in'],
    ['E9006', 'signed-out', 'sign-in'],
    ['E3013', 'refused', 'again'],
  ])('%s is %s, and the way on is %s', (code, kind, act) => {
    expect([kindOf(new SignInRefused(code)), actOf(new SignInRefused(code))]).toEqual([kind, act])
  })

  it('is told in its own words where it has some', () => {
    const problem = new ApiProblem(409, 'E3016', 'This was revised meanwhile.', [], null, null)
    expect(toTrouble(problem).says).toBe('This was revised meanwhile.')
  })

  it('may not come at all', () => {
    expect(kindOf(new Unreachable())).toBe('offline')
    expect(kindOf(new TypeError('Failed to fetch'))).toBe('offline')
  })
})

describe('what we notice ourselves', () => {
  it.each([
    ['locked', 'locked'],
    ['gone', 'gone'],
    ['wrong-network', 'wrong-network'],
    ['wrong-account', 'wrong-account'],
    ['other-signer', 'wrong-account'],
    ['unshowable', 'refused'],
  ] as const)('%s', (kind, shown) => {
    expect(kindOf(new WalletProblem(kind))).toBe(shown)
  })

  it('names who and where', () => {
    expect(toTrouble(new WalletProblem('wrong-account'), around).says).toContain('0xBb')
    expect(toTrouble(new WalletProblem('wrong-account'), around).says).toContain('0xAa')
    expect(toTrouble(new WalletProblem('wrong-network'), around).way.label).toBe('Switch to Base')
    expect(toTrouble(rpc(4902), around).says).toContain('chain id 8453')
  })

  it('is passed on as it is', () => {
    const trouble = toTrouble(new WalletProblem('locked'), around)
    expect(toTrouble(new Troubled(trouble))).toBe(trouble)
  })
})

it('everything has a title, a sentence and one way on', () => {
  const all = [4001, -32002, 4100, 4900, 4902, 4200, 0].map((code) => toTrouble(rpc(code)))
  for (const { title, says, way } of all) {
    expect(title).toMatch(/^[A-Z].*[^.]$/)
    expect(says).toMatch(/\.$/)
    expect(way.label).not.toBe('')
  }
})
