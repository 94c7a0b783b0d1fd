import { describe, expect, it } from 'vitest'
import { hashSecret, newAccessToken, newApiKey, newPublicId, parseBearer } from './token'

describe('bearer credentials', () => {
  it('reads the tokens it makes', () => {
    const { token, hash } = newAccessToken()
    expect(parseBearer(token)).toEqual({ kind: 'token', hash })
    expect(hash).not.toContain(token.slice(4))
  })

  it('reads the keys it makes, whatever characters the secret has', () => {
    for (let i = 0; i < 200; i++) {
      const publicId = newPublicId()
      const { key, hash } = newApiKey(publicId)
      expect(parseBearer(key)).toEqual({ kind: 'key', publicId, hash })
    }
  })

  it('hashes the whole token, so that a prefix is worth nothing', () => {
    expect(hashSecret('cst_a')).not.toBe(hashSecret('cst_b'))
    expect(hashSecret('abc')).toBe('0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })

  it.each([
    '',
    'cst_',
    'cst_short',
    `cst_${'a'.repeat(44)}`,
    `csk_${'a'.repeat(43)}`,
    `csk_XYZ_${'a'.repeat(43)}`,
    'Basic abc',
    `cst_${'a'.repeat(42)}\n`,
  ])('takes %j for neither', (text) => {
    expect(parseBearer(text)).toBeNull()
  })
})
