import { parseSiweMessage, validateSiweMessage } from 'viem/siwe'
import { describe, expect, it } from 'vitest'
import { buildProofMessage, statements } from './message'

const ADDRESS = '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed'
const ACCOUNT = '0xfb6916095ca1df60bb79ce92ce3ea74c37c5d359'
const REQUEST = {
  id: '0193f0a0-0000-7000-8000-000000000001',
  address: ADDRESS,
  chainId: 8453,
  nonce: '0123456789abcdef0123456789abcdef',
  statement: statements.signIn(),
  issuedAt: new Date('2026-11-20T12:00:00.000Z'),
  expiresAt: new Date('2026-11-20T12:10:00.000Z'),
}

describe('buildProofMessage', () => {
  it('is an EIP-4361 text, byte for byte', () => {
    expect(buildProofMessage('https://desk.example.org', REQUEST)).toBe(
      `desk.example.org wants you to sign in with your Ethereum account:
0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed

Sign in to Countersign. This costs nothing and moves nothing.

URI: https://desk.example.org
Version: 1
Chain ID: 8453
Nonce: 0123456789abcdef0123456789abcdef
Issued At: 2026-11-20T12:00:00.000Z
Expiration Time: 2026-11-20T12:10:00.000Z
Request ID: 0193f0a0-0000-7000-8000-000000000001`,
    )
  })

  it.each(['http://localhost:3000', 'https://desk.example.org:8443', 'http://127.0.0.1:3000'])(
    'names the host of %s with its port',
    (url) => {
      const parsed = parseSiweMessage(buildProofMessage(url, REQUEST))
      expect(parsed).toMatchObject({
        domain: new URL(url).host,
        uri: url,
        requestId: REQUEST.id,
        chainId: 8453,
        version: '1',
      })
    },
  )

  it('is good until it expires and for its own domain only', () => {
    const message = parseSiweMessage(buildProofMessage('https://desk.example.org', REQUEST))
    const at = (time: string, domain = 'desk.example.org') =>
      validateSiweMessage({ message, domain, time: new Date(time) })

    expect(at('2026-11-20T12:09:59.999Z')).toBe(true)
    expect(at('2026-11-20T12:10:00.000Z')).toBe(false)
    expect(at('2026-11-20T12:05:00.000Z', 'evil.example.org')).toBe(false)
  })

  it('says what is proven, one line per purpose', () => {
    const lines = [statements.signIn(), statements.linkWallet(ACCOUNT), statements.gatekeeper(REQUEST.id, ACCOUNT)]
    for (const statement of lines) {
      expect(parseSiweMessage(buildProofMessage('https://desk.example.org', { ...REQUEST, statement })).statement).toBe(
        statement,
      )
    }
    expect(statements.linkWallet(ACCOUNT)).toContain('0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359')
    expect(statements.gatekeeper(REQUEST.id, ACCOUNT)).toContain(REQUEST.id)
  })
})
