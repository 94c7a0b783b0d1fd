import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { intentPayloadSchema } from '../lib/proof/bundle'
import { deskKeyText } from '../lib/proof/desk-keys'
import { packTypedData } from '../lib/proof/digest-link'
import { readTypedDataText } from '../lib/proof/digest-read'
import { jcs } from '../lib/proof/jcs'
import { makeBundle, type Recipe } from '../lib/proof/make-bundle.fixture'
import { ACCOUNTS, addressOf, DESK } from '../lib/proof/sign.fixture'
import { type Domain, typedData } from '../lib/proof/typed-data'
import vector from '../test/vectors/commitment.json'

const CLI = path.join(import.meta.dirname, 'countersign.mjs')

// Each case starts a process, and the first one builds the verifier.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

type Ran = { code: number; out: string; error: string }

const run = (...args: string[]) => runWith('', ...args)

function runWith(input: string, ...args: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const started = execFile(process.execPath, [CLI, ...args], (failure, out, error) => {
      resolve({ code: failure ? Number(failure.code) : 0, out, error })
    })
    // It may end without having read all of it.
    started.stdin?.on('error', () => {}).end(input)
  })
}

const intent = intentPayloadSchema.parse(vector.initiator_payload)

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

describe('countersign digest', () => {
  const text = (message: object = {}) =>
    JSON.stringify(typedData('Intent', vector.initiator_payload.domain as Domain, { ...intent.message, ...message }))

  it('prints every field and the hashes a hardware wallet shows, as the vectors have them', async () => {
    const { code, out } = await run('digest', await file('typed', text()))
    expect(code).toBe(0)
    expect(out).toMatch(/^type +Intent\nchain +31337 \(Local chain\)\n\ntitle +Countersign: “Bike for 0\.4 ETH”$/m)
    for (const [name, value] of Object.entries(intent.message)) expect(out, name).toContain(String(value))
    expect(out).toMatch(/^domain hash +0x[0-9a-f]{64}\nmessage hash +0x[0-9a-f]{64}\ndigest +0x[0-9a-f]{64}\n$/m)
    expect(out).toContain(vector.initiator_digest)
  })

  it('takes a link without opening it, and the standard input', async () => {
    const packed = await packTypedData(readTypedDataText(text()))
    const linked = await run('digest', `https://nowhere.example/check#${packed}`, '--json')
    expect(linked.code).toBe(0)
    const shown = JSON.parse(linked.out)
    expect(shown).toMatchObject({ primaryType: 'Intent', message: intent.message, digest: vector.initiator_digest })

    const piped = await runWith(text(), 'digest', '-', '--json')
    expect(JSON.parse(piped.out)).toEqual(shown)
  })

  it('exits 1 when it is not the digest another device shows', async () => {
    const typed = await file('expected', text())
    const same = await run('digest', typed, '--expect', vector.initiator_digest.toUpperCase().replace('0X', '0x'))
    expect([same.code, same.error]).toEqual([0, 'It is the digest you expect.\n'])
    const other = await run('digest', typed, '--expect', vector.counter_digest)
    expect(other.code).toBe(1)
    expect(other.error).toMatch(/^It is not the digest you expect\. Do not sign/)
  })

  it.each([
    [
      'a text that is not ours',
      '{"primaryType":"Permit","domain":{},"message":{}}',
      'never asks for a signature on “Permit”',
    ],
    ['anything but JSON', 'hello', 'This is not JSON.'],
    ['a bundle', '{"v":"countersign.bundle/1"}', 'it has no primaryType'],
  ])('exits 2 for %s', async (name, given, why) => {
    const { code, out, error } = await run('digest', await file(`bad-${name}`, given))
    expect([code, out]).toEqual([2, ''])
    expect(error).toMatch(/^Cannot digest: /)
    expect(error).toContain(why)
  })

  it('exits 2 for a link cut short and a file that is not there', async () => {
    expect((await run('digest', 'https://nowhere.example/check#abc')).error).toMatch('The link is not whole')
    const { code, error } = await run('digest', path.join(folder, 'missing.json'))
    expect([code, error]).toEqual([2, 'Cannot digest: the file cannot be read (ENOENT)\n'])
  })

  it('shows nothing from a text that could move the cursor', async () => {
    const { code, out } = await run('digest', await file('moving', text({ summary: 'a\u001b[2J\u202eb' })))
    expect(code).toBe(0)
    expect(out).toContain('a\ufffd[2J\ufffdb')
    const { error } = await run('digest', await file('moving-type', JSON.stringify({ primaryType: '\u001b[2J' })))
    expect(error).toContain('\ufffd[2J')
  })

  it.each([
    [['digest']],
    [['digest', 'a', 'b']],
    [['digest', 'a', '--expect', '0x12']],
    [['digest', 'a', '--rpc', 'x']],
  ])('exits 64 for %j', async (args) => {
    const { code, out, error } = await run(...args)
    expect([code, out]).toEqual([64, ''])
    expect(error).toContain('Usage: countersign')
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
