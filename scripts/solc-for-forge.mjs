#!/usr/bin/env node
/**
 * The compiler from npm, behaving like the `solc` program as far as forge asks for it: `--version`, and
 * `--standard-json` from standard input to standard output. So nothing is downloaded, and forge and
 * `scripts/build-contracts.mjs` compile with the same bytes.
 */
import { readFileSync } from 'node:fs'
import solc from 'solc'

const [wanted] = process.argv.slice(2)

if (wanted === '--version') {
  // Forge wants the version of a program made for some system; this one says it was made for Emscripten.
  const version = solc.version().replace('Emscripten.clang', 'Linux.g++')
  process.stdout.write(`solc, the solidity compiler commandline interface\nVersion: ${version}\n`)
} else if (process.argv.includes('--standard-json')) {
  process.stdout.write(solc.compile(readFileSync(0, 'utf8')))
} else {
  process.stderr.write(`solc-for-forge knows --version and --standard-json, not ${wanted ?? 'an empty call'}.\n`)
  process.exitCode = 1
}
