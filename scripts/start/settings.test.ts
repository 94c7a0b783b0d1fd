import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readSettings } from './settings.mjs'

let root: string
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'settings-'))
})
afterEach(() => rmSync(root, { recursive: true }))

const settingsOf = (env: Record<string, string>) => readSettings({ root, dev: false, env })

describe('settings', () => {
  it('start everything here when nothing is said', () => {
    expect(settingsOf({})).toMatchObject({
      dataFolder: path.join(root, '.countersign'),
      wantedPort: 3000,
      production: false,
      local: true,
      embedsPostgres: true,
      embedsChain: true,
      anchorChain: 31337,
    })
  })

  it('start no Postgres when one is named, and no chain when a node of any chain is', () => {
    expect(settingsOf({ DATABASE_URL: 'postgresql://db/x' }).embedsPostgres).toBe(false)
    expect(settingsOf({ RPC_31337: 'http://node' }).embedsChain).toBe(false)
    expect(settingsOf({ RPC_8453: 'https://node' }).embedsChain).toBe(false)
    expect(settingsOf({ RPC_TIMEOUT: '3' }).embedsChain).toBe(true)
  })

  it('take the file .env, and the real environment before it', () => {
    writeFileSync(path.join(root, '.env'), '# ours\nexport PORT=4000\nCOUNTERSIGN_ENV="production"\nDATABASE_URL=\n')
    expect(settingsOf({})).toMatchObject({ wantedPort: 4000, production: true, local: false, embedsPostgres: true })
    expect(settingsOf({ PORT: '5000' }).wantedPort).toBe(5000)
    expect(settingsOf({ PORT: '' }).wantedPort).toBe(4000)
  })

  it('anchor where there is no choice, where they are told, and nowhere by a guess', () => {
    expect(settingsOf({ RPC_8453: 'a' }).anchorChain).toBe(8453)
    expect(settingsOf({ RPC_8453: 'a', RPC_31337: 'b' }).anchorChain).toBe(31337)
    expect(settingsOf({ RPC_8453: 'a', RPC_1: 'b', ANCHOR_CHAIN: '1' }).anchorChain).toBe(1)
    expect(() => settingsOf({ RPC_8453: 'a', RPC_1: 'b' })).toThrow('ANCHOR_CHAIN')
  })

  it.each(['web', '-1', '65536', '1.5'])('refuse PORT=%s', (port) => {
    expect(() => settingsOf({ PORT: port })).toThrow(`PORT is not a port: ${port}`)
  })
})
