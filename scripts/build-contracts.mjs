/** Compiles the Solidity into the JSON that is committed: the product's contracts and the wallets the tests deploy. */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { compileContracts } from './contracts/compile.mjs'

const root = path.join(import.meta.dirname, '..')

for (const [file, text] of Object.entries(compileContracts(root))) {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
  writeFileSync(path.join(root, file), text)
  console.log(file)
}
