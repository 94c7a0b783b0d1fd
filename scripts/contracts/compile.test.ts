import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { compileContracts } from './compile.mjs'

const root = path.join(import.meta.dirname, '..', '..')
const takenElsewhere = ['eas.json', 'schema-registry.json']
const list = (folder: string) => readdirSync(path.join(root, folder)).map((name) => `${folder}/${name}`)

it('the committed JSON is what the Solidity compiles to', { timeout: 60_000 }, () => {
  const compiled = compileContracts(root)
  const committed = [...list('lib/chain/abi'), ...list('test/contracts')]
  const ours = committed.filter((file) => !takenElsewhere.includes(path.basename(file)))

  expect(Object.keys(compiled).sort()).toEqual(ours.sort())
  for (const [file, text] of Object.entries(compiled)) expect(text).toBe(readFileSync(path.join(root, file), 'utf8'))
})
