import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import solc from 'solc'

/**
 * Each folder of Solidity, and where the JSON of its contracts goes. What lies in a folder below is compiled only when
 * it is imported, and has no JSON of its own: libraries, mocks, forge's tests.
 */
const folders = { 'contracts/src': 'lib/chain/abi', 'contracts/test': 'test/contracts' }

const settings = {
  optimizer: { enabled: true, runs: 200 }, // above it the escrow does not fit into 24 576 bytes
  evmVersion: 'cancun',
  metadata: { bytecodeHash: 'none', appendCBOR: false }, // the same bytes wherever it is compiled
  outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
}

/**
 * @param {string} root the repository
 * @returns {Record<string, string>} the text of each generated file, by its path from the root
 */
export function compileContracts(root) {
  const files = {}
  for (const [folder, target] of Object.entries(folders)) {
    for (const [name, contract] of compileFolder(root, folder)) {
      const artifact = { abi: contract.abi, bytecode: `0x${contract.evm.bytecode.object}` }
      files[`${target}/${toKebabCase(name)}.json`] = `${JSON.stringify(artifact, null, 2)}\n`
    }
  }
  return files
}

function compileFolder(root, folder) {
  const names = readdirSync(path.join(root, folder)).filter((name) => name.endsWith('.sol') && !name.endsWith('.t.sol'))
  const sources = names.map((name) => [
    `${folder}/${name}`,
    { content: readFileSync(path.join(root, folder, name), 'utf8') },
  ])
  const input = { language: 'Solidity', sources: Object.fromEntries(sources), settings }

  const output = solc.compile(JSON.stringify(input), { import: (file) => readImport(root, file) })
  const { contracts, errors = [] } = JSON.parse(output)
  const ours = errors.filter(({ severity, sourceLocation }) => severity === 'error' || !isTaken(sourceLocation?.file))
  if (ours.length > 0) throw new Error(ours.map(({ formattedMessage }) => formattedMessage).join('\n'))
  return names.flatMap((name) => Object.entries(contracts[`${folder}/${name}`] ?? {})).filter(isDeployable)
}

/** An import of ours is named from the root, one of a package as in `node_modules`. */
function readImport(root, file) {
  try {
    return { contents: readFileSync(path.join(root, isTaken(file) ? 'node_modules' : '', file), 'utf8') }
  } catch {
    return { error: `${file} is neither in the repository nor in node_modules` }
  }
}

const isTaken = (file = '') => file.startsWith('@')

/** An interface has nothing to deploy. */
const isDeployable = ([, contract]) => contract.evm.bytecode.object !== ''

const toKebabCase = (name) => name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase()
