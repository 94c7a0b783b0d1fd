/**
 * Puts the contracts that hold bonds on a chain, once for each: `node scripts/deploy-escrow.mjs --rpc URL --treasury ADDRESS
 * --minimum-stake WEI --key-file FILE`. Prints what the desk's environment needs. Nobody owns them afterwards, and the
 * treasury and the stake stay what they are named here for ever.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { createPublicClient, createWalletClient, defineChain, getAddress, http, isAddress } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

const LOCAL_CHAIN = 31337
const USAGE = `Usage: node scripts/deploy-escrow.mjs --rpc URL --treasury ADDRESS --minimum-stake WEI --key-file FILE
  --treasury       gets a tenth of each lost bond
  --minimum-stake  what a panel member has to lock, in the chain's smallest unit; above zero but on the local chain
  --key-file       a file with the private key that pays; or in the environment, DEPLOYER_KEY`

try {
  const asked = readArguments()
  const found = await deployBoth(asked)
  console.log(`ESCROW_${found.chainId}=${found.escrow}\nAUDITOR_STAKE_${found.chainId}=${found.auditorStake}`)
} catch (error) {
  console.error(`${error.shortMessage ?? error.message}\n\n${USAGE}`)
  process.exitCode = 1
}

function readArguments() {
  const options = Object.fromEntries(
    ['rpc', 'treasury', 'minimum-stake', 'key-file'].map((name) => [name, { type: 'string' }]),
  )
  const { values } = parseArgs({ options })
  const { rpc, treasury, 'minimum-stake': stake, 'key-file': keyFile } = values
  if (!rpc || !URL.canParse(rpc)) throw new Error('--rpc takes the URL of a node.')
  if (!treasury || !isAddress(treasury)) throw new Error('--treasury takes an address.')
  if (!/^\d+$/.test(stake ?? '')) throw new Error('--minimum-stake takes a whole number.')
  const key = keyFile ? readFileSync(keyFile, 'utf8').trim() : process.env.DEPLOYER_KEY
  if (!/^0x[0-9a-f]{64}$/i.test(key ?? '')) throw new Error('A private key is missing: 0x and 64 hexadecimal digits.')
  return { rpc, treasury: getAddress(treasury), minimumStake: BigInt(stake), account: privateKeyToAccount(key) }
}

async function deployBoth({ rpc, treasury, minimumStake, account }) {
  const chainId = await createPublicClient({ transport: http(rpc) }).getChainId()
  if (minimumStake === 0n && chainId !== LOCAL_CHAIN) {
    throw new Error('Without a stake to lose a panel costs nothing to buy: name a minimum above zero.')
  }
  const chain = defineChain({
    id: chainId,
    name: `chain ${chainId}`,
    nativeCurrency: { name: 'coin', symbol: 'coin', decimals: 18 },
    rpcUrls: { default: { http: [rpc] } },
  })
  const node = createPublicClient({ chain, transport: http(rpc) })
  const wallet = createWalletClient({ account, chain, transport: http(rpc) })

  const deploy = async (name, args) => {
    const { abi, bytecode } = readArtifact(name)
    const hash = await wallet.deployContract({ abi, bytecode, args })
    // Nobody replaces what this sends; looking for that, a chain that mines only when asked would be waited for in vain.
    const { status, contractAddress } = await node.waitForTransactionReceipt({ hash, checkReplacement: false })
    if (status !== 'success') throw new Error(`The chain refused ${name}: transaction ${hash}.`)
    return contractAddress.toLowerCase()
  }
  const auditorStake = await deploy('auditor-stake', [minimumStake])
  const escrow = await deploy('challenge-escrow', [treasury, auditorStake])
  return { chainId, escrow, auditorStake }
}

function readArtifact(name) {
  const file = path.join(import.meta.dirname, '..', 'lib', 'chain', 'abi', `${name}.json`)
  return JSON.parse(readFileSync(file, 'utf8'))
}
