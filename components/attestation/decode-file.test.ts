import { describe, expect, it } from 'vitest'
import { decodeFile } from './decode-file'

const bytes = (text: string, encoding: BufferEncoding) => new Uint8Array(Buffer.from(text, encoding))
const TEXT = 'capabilities\nprüfen|übertragen'

describe('the bytes of a file', () => {
  it('are read as UTF-8, with a byte order mark or without one', () => {
    expect(decodeFile(bytes(TEXT, 'utf8'))).toEqual({ text: TEXT })
    expect(decodeFile(bytes(`\ufeff${TEXT}`, 'utf8'))).toEqual({ text: TEXT })
  })

  it.each([
    ['UTF-16', bytes(`\ufeff${TEXT}`, 'utf16le')],
    ['UTF-16', bytes(TEXT, 'utf16le')],
    ['UTF-16', bytes(`\ufeff${TEXT}`, 'utf16le').map((_, at, all) => all[at ^ 1] ?? 0)],
    ['Windows-1252', bytes(TEXT, 'latin1')],
    ['Windows-1252', bytes(TEXT, 'utf8').slice(0, -10)],
  ])('name %s instead of being guessed', (encoding, written) => {
    const decoded = decodeFile(written)
    expect('fault' in decoded && decoded.fault).toContain(encoding)
  })
})
