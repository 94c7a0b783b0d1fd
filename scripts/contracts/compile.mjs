import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import solc from 'solc'

/** Each folder of Solidity, and where the JSON of its contracts goes. */
const folders = { 'contracts/src': 'lib/chain/abi', 'contracts/test': 'test/contracts' }

const settings = {
  optimizer: { enabled: true, runs: 10_000 },
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
  const names = readdirSync(path.join(root, folder)).filter((name) => name.endsWith('.sol'))
  const sources = names.map((name) => [
    `${folder}/${name}`,
    { content: readFileSync(path.join(root, folder, name), 'utf8') },
  ])
  const input = { language: 'Solidity', sources: Object.fromEntries(sources), settings }

  const { contracts, errors = [] } = JSON.parse(solc.compile(JSON.stringify(input)))
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join('\n'))
  return Object.values(contracts).flatMap((inFile) => Object.entries(inFile))
}

const toKebabCase = (name) => name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase()
