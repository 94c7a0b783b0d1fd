import { readFileSync } from 'node:fs'
import path from 'node:path'
import {
  createPublicClient,
  createWalletClient,
  defineChain,
  encodePacked,
  getContractAddress,
  http,
  keccak256,
  parseEther,
  stringToHex,
  zeroAddress,
  zeroHash,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { LOCAL_CANDIDATES } from '../../lib/agent/local-candidates.mjs'
import { mined } from '../../lib/chain/mined.mjs'

/** viem's own list of chains takes longer to load than all the rest of it. */
const chain = defineChain({
  id: 31337,
  name: 'Local',
  nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
  rpcUrls: { default: { http: [] } },
})
const SUBMITTER_FUNDS = parseEther('1000000')
const RECEIPT_TIMEOUT_MS = 30_000

/** What the desk writes through EAS. A schema's uid is the hash of this text, so a changed text is another schema. */
const schemas = [
  'bytes32 integraHash, uint256 tokenId, string[] capabilities',
  'bytes32 receiptId,string kind,string outcome',
  'string did,uint64 asOf,uint32[7] dimensions',
]

/**
 * Each contract has a deployer of its own that sends nothing else, so its address depends on no other contract and
 * stays the same when a lost chain is made anew. The keys are public knowledge and good for a local chain only.
 */
const contracts = {
  schemaRegistry: describeContract('schema-registry'),
  eas: describeContract('eas'),
  testToken: describeContract('test-token'),
  auditorStake: describeContract('auditor-stake'),
  escrow: describeContract('challenge-escrow'),
  testFeed: describeContract('test-feed'),
}
const registrar = localAccount('registrar')

/** The addresses of our contracts on a local chain, lower-case. */
export const localAddresses = {
  schemaRegistry: contracts.schemaRegistry.address,
  eas: contracts.eas.address,
  testToken: contracts.testToken.address,
  auditorStake: contracts.auditorStake.address,
  escrow: contracts.escrow.address,
  testFeed: contracts.testFeed.address,
  /** Where a tenth of a lost bond goes: an account like the others here, for the escrow keeps its treasury for ever. */
  treasury: lowerCase(localAccount('treasury').address),
}

const CANDIDATE_FUNDS = parseEther('100')

/** Nobody needs a stake to sit on a panel of the local chain. */
const MINIMUM_STAKE = 0n

/**
 * Puts what the desk needs on a development chain: the contracts, the schemas, funds for the submitter. What is
 * there already stays, so it may run at every start.
 *
 * @param {{ rpcUrl: string, submitter?: `0x${string}` }} options submitter: the private key that sends the desk's transactions
 * @returns {Promise<string[]>} what was missing and is there now, in words
 */
export async function prepareDevnet({ rpcUrl, submitter }) {
  const client = createPublicClient({ chain, transport: http(rpcUrl) })
  const done = await Promise.all([
    deploy(client, rpcUrl, contracts.schemaRegistry),
    deploy(client, rpcUrl, contracts.eas, [contracts.schemaRegistry.address]),
    deploy(client, rpcUrl, contracts.testToken),
    deploy(client, rpcUrl, contracts.auditorStake, [MINIMUM_STAKE]),
    deploy(client, rpcUrl, contracts.escrow, [localAddresses.treasury, localAddresses.auditorStake]),
    deploy(client, rpcUrl, contracts.testFeed, [8, 'TEST / USD']),
    submitter && fundSubmitter(client, privateKeyToAccount(submitter).address),
    fundCandidates(client),
  ])
  const registered = await registerSchemas(client, rpcUrl)
  return [...done, ...registered].filter((word) => word !== undefined)
}

async function deploy(client, rpcUrl, { name, account, address, file }, args = []) {
  if (await client.getCode({ address })) return undefined

  const { abi, bytecode } = readArtifact(file)
  await setBalance(client, account.address, parseEther('10'))
  await client.request({ method: 'anvil_setNonce', params: [account.address, '0x0'] })
  const wallet = createWalletClient({ account, chain, transport: http(rpcUrl) })
  await confirm(client, await wallet.deployContract({ abi, bytecode, args, nonce: 0 }))
  return name
}

async function registerSchemas(client, rpcUrl) {
  const registry = { address: contracts.schemaRegistry.address, abi: readArtifact(contracts.schemaRegistry.file).abi }
  const known = await Promise.all(
    schemas.map((schema) =>
      client.readContract({ ...registry, functionName: 'getSchema', args: [toSchemaUid(schema)] }),
    ),
  )
  const missing = schemas.filter((_, at) => known[at].uid === zeroHash)
  if (missing.length === 0) return []

  await setBalance(client, registrar.address, parseEther('10'))
  const wallet = createWalletClient({ account: registrar, chain, transport: http(rpcUrl) })
  for (const schema of missing) {
    const args = [schema, zeroAddress, true]
    await confirm(client, await wallet.writeContract({ ...registry, functionName: 'register', args }))
  }
  return [`${missing.length} schemas`]
}

async function fundSubmitter(client, address) {
  if ((await client.getBalance({ address })) >= SUBMITTER_FUNDS / 2n) return undefined
  await setBalance(client, address, SUBMITTER_FUNDS)
  return `funds for ${address}`
}

/** Those who may be drawn for a panel of the local chain hold no coin at its beginning, and have to withdraw their share. */
async function fundCandidates(client) {
  const balances = await Promise.all(LOCAL_CANDIDATES.map((address) => client.getBalance({ address })))
  const poor = LOCAL_CANDIDATES.filter((_, at) => balances[at] === 0n)
  for (const address of poor) await setBalance(client, address, CANDIDATE_FUNDS)
  return poor.length > 0 ? 'funds for those who may sit on panels' : undefined
}

async function confirm(client, hash) {
  const receipt = await mined(client, hash, RECEIPT_TIMEOUT_MS)
  if (receipt.status !== 'success') throw new Error(`A set-up transaction on the local chain was reverted: ${hash}`)
}

const setBalance = (client, address, wei) =>
  client.request({ method: 'anvil_setBalance', params: [address, `0x${wei.toString(16)}`] })

const toSchemaUid = (schema) => keccak256(encodePacked(['string', 'address', 'bool'], [schema, zeroAddress, true]))

function describeContract(name) {
  const account = localAccount(name)
  const address = lowerCase(getContractAddress({ from: account.address, nonce: 0n }))
  return { name, account, address, file: `${name}.json` }
}

/** @returns {import('viem').Address} */
function lowerCase(address) {
  return address.toLowerCase()
}

function localAccount(role) {
  return privateKeyToAccount(keccak256(stringToHex(`countersign local ${role}`)))
}

function readArtifact(file) {
  return JSON.parse(readFileSync(path.join(import.meta.dirname, '..', '..', 'lib', 'chain', 'abi', file), 'utf8'))
}
