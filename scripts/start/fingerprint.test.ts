import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fingerprintSources, sources } from './fingerprint.mjs'

const repository = path.join(import.meta.dirname, '..', '..')

/** What git knows at the top of the repository and no build reads. */
const elsewhere = [
  'LICENSE',
  'bench',
  'biome.json',
  'cli',
  'contracts',
  'docs',
  'e2e',
  'examples',
  'foundry.toml',
  'knip.json',
  'ops',
  'playwright.config.ts',
  'prisma.config.ts',
  'scripts',
  'test',
  'vitest.config.ts',
]

describe('the fingerprint of the sources', () => {
  let root: string
  const write = (place: string, text: string) => {
    mkdirSync(path.dirname(path.join(root, place)), { recursive: true })
    writeFileSync(path.join(root, place), text)
  }
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'fingerprint-'))
    write('lib/a.ts', 'one')
    write('app/page.tsx', 'two')
    write('package.json', '{}')
  })
  afterEach(() => rmSync(root, { recursive: true }))

  it('is the same for the same sources', () => {
    expect(fingerprintSources(root)).toBe(fingerprintSources(root))
  })

  it.each([
    ['a changed file', () => write('lib/a.ts', 'changed')],
    ['a new file', () => write('lib/deep/b.ts', '')],
    ['a removed file', () => rmSync(path.join(root, 'app/page.tsx'))],
    ['another lock', () => write('package-lock.json', '{}')],
  ])('changes with %s', (_, change) => {
    const before = fingerprintSources(root)
    change()
    expect(fingerprintSources(root)).not.toBe(before)
  })

  it.each([
    'lib/a.test.ts',
    'lib/db/generated/client.ts',
    'prisma/migrations/1/migration.sql',
    'start.log',
    'docs/a.md',
  ])('does not change with %s', (place) => {
    const before = fingerprintSources(root)
    write(place, 'anything')
    expect(fingerprintSources(root)).toBe(before)
  })

  it('knows of everything in the repository whether a build reads it', () => {
    const tracked = execFileSync('git', ['ls-files'], { cwd: repository, encoding: 'utf8' }).trim().split('\n')
    const top = new Set(tracked.map((file) => file.split('/')[0] ?? '').filter((name) => !/^\.|\.md$/.test(name)))
    expect([...top].filter((name) => !sources.includes(name) && !elsewhere.includes(name))).toEqual([])
  })
})
