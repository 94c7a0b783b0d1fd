import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { compileContracts } from './compile.mjs'

it('compiles the contracts to the JSON that is committed', { timeout: 60_000 }, () => {
  const files = Object.entries(compileContracts(process.cwd()))

  expect(files.length).toBeGreaterThan(1)
  for (const [file, text] of files) expect(readFileSync(file, 'utf8'), file).toBe(text)
})
