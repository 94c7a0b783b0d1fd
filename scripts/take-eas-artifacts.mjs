/**
 * Takes the ABI and bytecode of the deployed EAS contracts out of their npm package into lib/chain/abi. The package is
 * installed aside, since it drags hundreds of others in; run by hand when the version below moves.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const PACKAGE = '@ethereum-attestation-service/eas-contracts'
const VERSION = '1.9.0'
const contracts = { EAS: 'eas.json', SchemaRegistry: 'schema-registry.json' }

const target = path.join(import.meta.dirname, '..', 'lib', 'chain', 'abi')
const aside = mkdtempSync(path.join(tmpdir(), 'eas-contracts-'))
try {
  writeFileSync(path.join(aside, 'package.json'), '{"private":true}')
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund']
  execFileSync('npm', ['install', ...flags, `${PACKAGE}@${VERSION}`], { cwd: aside, stdio: 'inherit' })

  for (const [name, file] of Object.entries(contracts)) {
    const artifact = path.join(aside, 'node_modules', PACKAGE, 'artifacts', 'contracts', `${name}.sol`, `${name}.json`)
    const { abi, bytecode } = JSON.parse(readFileSync(artifact, 'utf8'))
    writeFileSync(path.join(target, file), `${JSON.stringify({ abi, bytecode }, null, 2)}\n`)
    console.log(`${name} → lib/chain/abi/${file}`)
  }
} finally {
  rmSync(aside, { recursive: true, force: true })
}
