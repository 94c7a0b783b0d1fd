import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readSecrets } from './secrets.mjs'
import { readSettings } from './settings.mjs'

let root: string
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'secrets-'))
})
afterEach(() => rmSync(root, { recursive: true }))

const secretsOf = (env: Record<string, string> = {}) =>
  readSecrets(readSettings({ root, dev: false, env: { COUNTERSIGN_DATA_DIR: '.', ...env } }))
const file = () => path.join(root, 'secrets.json')

describe('secrets', () => {
  it('are made once and kept where only the owner reads', () => {
    const made = secretsOf()
    expect(made.DESK_KEY).toMatch(/^0x[0-9a-f]{64}$/)
    expect(made.SUBMITTER_KEY_31337).toMatch(/^0x[0-9a-f]{64}$/)
    expect(made.AUTH_SECRET?.length).toBeGreaterThanOrEqual(32)
    expect(made.ENCRYPTION_KEY?.length).toBeGreaterThanOrEqual(32)
    expect(new Set(Object.values(made)).size).toBe(4)

    expect(secretsOf()).toEqual(made)
    expect(statSync(file()).mode & 0o777).toBe(0o600)
  })

  it('of the environment win and are not written down', () => {
    expect(secretsOf({ AUTH_SECRET: 'mine' }).AUTH_SECRET).toBe('mine')
    expect(readFileSync(file(), 'utf8')).not.toContain('mine')
  })

  it('for a further chain join the others', () => {
    const before = secretsOf()
    const after = secretsOf({ RPC_8453: 'https://node' })
    expect(after.SUBMITTER_KEY_8453).toMatch(/^0x[0-9a-f]{64}$/)
    expect(after.DESK_KEY).toBe(before.DESK_KEY)
    expect(secretsOf()).toEqual(before)
  })

  it('must be named in production, also when some lie in the folder', () => {
    secretsOf()
    const production = { COUNTERSIGN_ENV: 'production', AUTH_SECRET: 'x', DESK_KEY: 'x' }
    expect(() => secretsOf(production)).toThrow('Set ENCRYPTION_KEY, SUBMITTER_KEY_31337.')
    expect(secretsOf({ ...production, ENCRYPTION_KEY: 'x', SUBMITTER_KEY_31337: 'x' }).DESK_KEY).toBe('x')
  })

  it('that are damaged are not replaced', () => {
    writeFileSync(file(), '{"AUTH_SECRET": "x"')
    expect(() => secretsOf()).toThrow('damaged')
    expect(readFileSync(file(), 'utf8')).toBe('{"AUTH_SECRET": "x"')
  })
})
