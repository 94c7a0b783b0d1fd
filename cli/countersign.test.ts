import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { deskKeyText } from '../lib/proof/desk-keys'
import { jcs } from '../lib/proof/jcs'
import { makeBundle, type Recipe } from '../lib/proof/make-bundle.fixture'
import { ACCOUNTS, addressOf, DESK } from '../lib/proof/sign.fixture'

const CLI = path.join(import.meta.dirname, 'countersign.mjs')

// Each case starts a process, and the first one builds the verifier.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

type Ran = { code: number; out: string; error: string }

function run(...args: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, ...args], (failure, out, error) => {
      resolve({ code: failure ? Number(failure.code) : 0, out, error })
    })
  })
}

let folder: string
let desk: Server
let origin: string

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'countersign-cli-'))
  desk = createServer(async (request, response) => {
    const known: Record<string, unknown> = { '/.well-known/countersign.json': await deskKeys() }
    const body = known[request.url ?? '']
    response.writeHead(body ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? {}))
  })
  await new Promise<void>((listening) => desk.listen(0, '127.0.0.1', listening))
  origin = `http://127.0.0.1:${(desk.address() as AddressInfo).port}`
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
  desk.close()
})

/** A desk whose second key sealed the bundle. */
async function deskKeys() {
  const since = '2026-06-01T00:00:00.000Z'
  const signature = await ACCOUNTS.stranger.signMessage({ message: deskKeyText(DESK, since) })
  return {
    v: 'countersign.keys/1',
    keys: [
      { address: addressOf('stranger'), since: '2026-01-01T00:00:00.000Z', signed_by: null, signature: null },
      { address: DESK, since, signed_by: addressOf('stranger'), signature },
    ],
  }
}

async function file(name: string, recipe: Recipe | string): Promise<string> {
  const target = path.join(folder, `${name}.json`)
  writeFileSync(target, typeof recipe === 'string' ? recipe : (await makeBundle(recipe)).bytes)
  return target
}

describe('countersign verify', () => {
  it('prints a line for each link and exits 0 for a whole bundle', async () => {
    const { code, out } = await run('verify', await file('whole', {}))
    expect(code).toBe(0)
    expect(out).toMatch(/^receipt +0x[0-9a-f]{64}\noutcome +FULFILLED\ncreator +did:pkh:/)
    expect(out).toMatch(/^✓ proven +commitment chain +FINAL is 0x/m)
    expect(out).toMatch(/^~ claimed +anchor +block 20301177 of Base Sepolia/m)
    expect(out).toMatch(/^As of 20..-.*Z; a later reversal is not visible offline\.\nNothing is broken/m)
    expect(out).not.toContain('\u001b')
  })

  it('names what is broken and exits 1', async () => {
    const lie: Recipe = { change: { receipt: (receipt) => ({ ...receipt, outcome: 'CREATOR_WIN' }) } }
    const { code, out } = await run('verify', await file('lie', lie))
    expect(code).toBe(1)
    expect(out).toMatch(/^✗ broken +outcome +a signed outcome is not the receipt’s/m)
    expect(out).toMatch(/^Broken: outcome\.$/m)
  })

  it('says what it cannot tell and exits 2', async () => {
    const { code, out } = await run('verify', await file('unknown', { anchoredOn: 424242 }))
    expect(code).toBe(2)
    expect(out).toMatch(/^\? cannot verify +anchor +chain 424242 is not known/m)
    expect(out).toMatch(/^Cannot verify: anchor\.$/m)
  })

  it('prints the report as JSON when asked', async () => {
    const { code, out } = await run('verify', await file('json', { anchoredOn: 'nowhere' }), '--json')
    const report = JSON.parse(out)
    expect(code).toBe(0)
    expect(report).toMatchObject({
      exit: 0,
      outcome: 'FULFILLED',
      warnings: [expect.stringMatching('Not anchored yet')],
    })
    expect(report.links).toHaveLength(11)
  })

  it('shows nothing from a file that could move the cursor', async () => {
    const { bundle } = await makeBundle()
    const { code, out } = await run('verify', await file('escape', jcs({ ...bundle, '\u001b[2J\u202e': 1 })))
    expect(code).toBe(1)
    expect(out).toContain('\ufffd[2J\ufffd')
    expect([...out].filter((letter) => /[\p{Cc}\p{Cf}]/u.test(letter) && letter !== '\n')).toEqual([])
  })
})

describe('--desk', () => {
  it('takes an address', async () => {
    const bundle = await file('address', {})
    expect((await run('verify', bundle, '--desk', ACCOUNTS.desk.address)).code).toBe(0)
    const { code, out } = await run('verify', bundle, '--desk', addressOf('creator'))
    expect(code).toBe(1)
    expect(out).toMatch('Broken: seal.')
  })

  it('takes an origin and follows its keys', async () => {
    const { code, out } = await run('verify', await file('origin', {}), '--desk', origin)
    expect(code).toBe(0)
    expect(out).toMatch(/^✓ proven +seal +.*the desk you named$/m)
  })

  it('cannot verify when the keys are not to be had', async () => {
    const { code, error } = await run('verify', await file('no-keys', {}), '--desk', 'http://127.0.0.1:9')
    expect(code).toBe(2)
    expect(error).toBe('Cannot verify: the keys of 127.0.0.1:9 could not be read\n')
  })
})

describe('--rpc', () => {
  it('cannot verify when the node does not answer', async () => {
    const { code, error } = await run('verify', await file('no-node', {}), '--rpc', `${origin}/nothing-here`)
    expect(code).toBe(2)
    expect(error).toMatch(/^Cannot verify: the node at 127\.0\.0\.1:\d+ did not answer\n$/)
  })
})

describe('wrong usage', () => {
  it.each<[string, string[]]>([
    ['no command', []],
    ['an unknown command', ['prove']],
    ['a name every object has', ['toString']],
    ['no file', ['verify']],
    ['two files', ['verify', 'a.json', 'b.json']],
    ['an unknown option', ['verify', 'a.json', '--fast']],
    ['a desk that is neither', ['verify', 'a.json', '--desk', '0x12']],
    ['a node that is no URL', ['verify', 'a.json', '--rpc', 'mainnet']],
  ])('%s exits 64 and explains', async (_, args) => {
    const { code, out, error } = await run(...args)
    expect(code).toBe(64)
    expect(out).toBe('')
    expect(error).toMatch('Usage: countersign verify FILE')
  })

  it('is not asking for help', async () => {
    const { code, out } = await run('--help')
    expect(code).toBe(0)
    expect(out).toMatch('Usage: countersign verify FILE')
  })

  it('is not a file that is missing', async () => {
    const { code, error } = await run('verify', path.join(folder, 'missing.json'))
    expect(code).toBe(2)
    expect(error).toBe('Cannot verify: the file cannot be read (ENOENT)\n')
  })
})
