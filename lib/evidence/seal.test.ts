import { describe, expect, it } from 'vitest'
import { openBytes, sealBytes } from './seal'

const KEY = 'a passphrase of thirty-two letters, or more'
const secret = new TextEncoder().encode('photo of a blue road bike'.repeat(50))

describe('sealed bytes', () => {
  it('open again under the same label and key, and never look the same twice', () => {
    const [one, two] = [sealBytes(secret, 'a', KEY), sealBytes(secret, 'a', KEY)]
    expect(openBytes(one, 'a', KEY)).toEqual(secret)
    expect(Buffer.from(one).equals(two)).toBe(false)
    expect(Buffer.from(one).includes('blue road')).toBe(false)
    expect(openBytes(sealBytes(new Uint8Array(), 'a', KEY), 'a', KEY)).toHaveLength(0)
  })

  it('do not open under another label or key, changed in any byte, or cut short', () => {
    const sealed = sealBytes(secret.subarray(0, 40), 'a', KEY)
    expect(() => openBytes(sealed, 'b', KEY)).toThrow()
    expect(() => openBytes(sealed, 'a', `${KEY}!`)).toThrow()
    for (const at of sealed.keys()) {
      const changed = sealed.slice()
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(() => openBytes(changed, 'a', KEY), `byte ${at}`).toThrow()
      expect(() => openBytes(sealed.subarray(0, at), 'a', KEY), `length ${at}`).toThrow()
    }
  })
})
