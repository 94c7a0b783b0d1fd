import { describe, expect, it } from 'vitest'
import { openBytes, sealBytes } from './seal'

const KEY = 'a passphrase of thirty-two letters, or more'
const secret = new TextEncoder().encode('photo of a blue road bike'.repeat(50))

describe('sealed bytes', () => {
  it('open again under the same label and key, and never look the same twice', () => {
    const [one, two] = [sealBytes('evidence', 'a', secret, KEY), sealBytes('evidence', 'a', secret, KEY)]
    expect(openBytes('evidence', 'a', one, KEY)).toEqual(secret)
    expect(Buffer.from(one).equals(two)).toBe(false)
    expect(Buffer.from(one).includes('blue road')).toBe(false)
    expect(openBytes('evidence', 'a', sealBytes('evidence', 'a', new Uint8Array(), KEY), KEY)).toHaveLength(0)
  })

  it('do not open for another purpose, under another label or key, changed in any byte, or cut short', () => {
    const sealed = sealBytes('evidence', 'a', secret.subarray(0, 40), KEY)
    expect(() => openBytes('webhook', 'a', sealed, KEY)).toThrow()
    expect(() => openBytes('evidence', 'b', sealed, KEY)).toThrow()
    expect(() => openBytes('evidence', 'a', sealed, `${KEY}!`)).toThrow()
    for (const at of sealed.keys()) {
      const changed = sealed.slice()
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(() => openBytes('evidence', 'a', changed, KEY), `byte ${at}`).toThrow()
      expect(() => openBytes('evidence', 'a', sealed.subarray(0, at), KEY), `length ${at}`).toThrow()
    }
  })
})
