import { describe, expect, it } from 'vitest'
import { buildCsp, newNonce, pageHeaders } from './csp'

const policyOf = (development: boolean, secure = false) =>
  new Map(
    buildCsp('abc', { development, secure })
      .split('; ')
      .map((directive) => [directive.split(' ')[0], directive.split(' ').slice(1)] as const),
  )

describe('the policy of a page', () => {
  it('runs only what carries the nonce', () => {
    const policy = policyOf(false)
    expect(policy.get('script-src')).toEqual(["'self'", "'nonce-abc'", "'strict-dynamic'"])
    expect(policy.get('style-src')).toEqual(["'self'", "'nonce-abc'"])
    expect(buildCsp('abc', { development: false, secure: true })).not.toContain('unsafe')
  })

  it('lets nobody frame it, rebase it or post its forms away', () => {
    const policy = policyOf(false)
    expect([
      policy.get('frame-ancestors'),
      policy.get('base-uri'),
      policy.get('object-src'),
      policy.get('form-action'),
    ]).toEqual([["'none'"], ["'none'"], ["'none'"], ["'self'"]])
  })

  it('allows eval in development alone, and upgrades where the desk is secure', () => {
    expect(policyOf(true).get('script-src')).toContain("'unsafe-eval'")
    expect(policyOf(false).has('upgrade-insecure-requests')).toBe(false)
    expect(policyOf(false, true).has('upgrade-insecure-requests')).toBe(true)
  })
})

describe('WalletConnect', () => {
  it('is named only on a desk that offers it', () => {
    expect(buildCsp('abc', { development: false, secure: true })).not.toContain('walletconnect')
    const policy = buildCsp('abc', { development: false, secure: true, walletConnect: true })
    expect(policy).toContain("connect-src 'self' wss://relay.walletconnect.org")
    expect(policy).toContain('frame-src https://verify.walletconnect.org')
    expect(policy).not.toMatch(/script-src[^;]*walletconnect/)
  })
})

it('nonces are 128 bits and never the same', () => {
  const nonces = new Set(Array.from({ length: 100 }, newNonce))
  expect(nonces.size).toBe(100)
  for (const nonce of nonces) expect(Buffer.from(nonce, 'base64')).toHaveLength(16)
})

it('HSTS is for production over https only', () => {
  const names = (source: Record<string, string>) => pageHeaders(source).map(([name]) => name)
  expect(names({ COUNTERSIGN_ENV: 'production', APP_URL: 'https://desk.example' })).toContain(
    'strict-transport-security',
  )
  expect(names({ COUNTERSIGN_ENV: 'production', APP_URL: 'http://desk.example' })).not.toContain(
    'strict-transport-security',
  )
  expect(names({ COUNTERSIGN_ENV: 'staging', APP_URL: 'https://desk.example' })).not.toContain(
    'strict-transport-security',
  )
})
