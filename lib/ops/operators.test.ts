import { describe, expect, it } from 'vitest'
import { isListed } from './operators'

const ADA = `0x${'ad'.repeat(20)}`
const session = (address: string, chainId = 1) => ({ sessionId: 's', wallet: { address, chainId } })

describe('who operates the desk', () => {
  it.each([
    ['a listed wallet', ADA, session(ADA), true],
    ['however it is written, among others', ` 0x${'01'.repeat(20)} , 0x${'AD'.repeat(20)}`, session(ADA), true],
    ['on its chain only', `eip155:1:${ADA}`, session(ADA, 1), true],
    ['not on another', `eip155:1:${ADA}`, session(ADA, 8453), false],
    ['not another wallet', ADA, session(`0x${'ae'.repeat(20)}`), false],
    ['not an API key of that wallet’s user', ADA, { ...session(ADA), sessionId: null }, false],
    ['nobody when nobody is listed', undefined, session(ADA), false],
    ['nobody by an empty entry', ',', session(''), false],
  ])('%s', (_, list, caller, is) => expect(isListed(list, caller)).toBe(is))
})
