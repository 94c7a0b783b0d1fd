import { encodeDeployData, encodeFunctionData } from 'viem'
import {
  type Anchor,
  type Bundle,
  type BundledFundsProof,
  bundleBytes,
  sealHash,
  sealMessage,
  type UnsealedBundle,
} from '../../lib/proof/bundle'
import { balanceCommitment, nativeAsset } from '../../lib/proof/funds'
import { type Hex, sha256Hex } from '../../lib/proof/hash'
import { buildTree, type Leaf } from '../../lib/proof/merkle'
import { receiptId } from '../../lib/proof/receipt'
import { domainFor } from '../../lib/proof/typed-data'
import { makeBikeDeal, makeSoloReceipt, PRICE_WEI, TIMES } from './deal'
import { addressOfContract, type FrozenChain, readContract } from './frozen-chain'
import { addressOf, PARTIES, signAs } from './parties'

const CHAIN = 31_337
const MINUTE_MS = 60_000
export const GENESIS = new Date('2026-11-02T11:00:00.000Z')
const ANCHORED_AT = new Date('2026-11-03T09:31:05.000Z')

/**
 * The sample bundle, made on a local chain that was just started with `GENESIS`: known accounts sign, their funds are
 * read from the chain, and EAS on it timestamps the root. The same bytes each time.
 */
export async function makeSampleBundle(chain: FrozenChain): Promise<Uint8Array> {
  const eas = await deployEas(chain)
  const proof = await readFunds(chain)
  const deal = await makeBikeDeal(proof)
  const others = await Promise.all(PARTIES.others.map(makeSoloReceipt))

  const id = receiptId(deal.receipt)
  const leaves: Leaf[] = [...others.slice(0, 2).map(receiptId), id, ...others.slice(2).map(receiptId)].map(
    (leaf) => ['receipt', leaf] as const,
  )
  const { root, proofs } = buildTree(leaves)
  const bundle: UnsealedBundle = {
    v: 'countersign.bundle/1',
    ...deal,
    funds: [proof],
    statements: [],
    draw: null,
    verdict: null,
    inclusion: [{ kind: 'receipt', id, proof: proofs[2] ?? [] }],
    anchor: await timestampRoot(chain, eas, root),
  }
  return bundleBytes(await seal(bundle))
}

async function deployEas({ sendAt }: FrozenChain): Promise<Hex> {
  const { submitter } = PARTIES
  const from = addressOf(submitter)
  const [registry, eas] = [addressOfContract(from, 0n), addressOfContract(from, 1n)]
  const after = (minutes: number) => new Date(GENESIS.getTime() + minutes * MINUTE_MS)

  await sendAt(after(1), submitter, { data: readContract('schema-registry').bytecode })
  await sendAt(after(2), submitter, { data: encodeDeployData({ ...readContract('eas'), args: [registry] }) })
  return eas
}

/** The counterparty holds what the terms ask, at the newest and at the finalized block. */
async function readFunds({ client, mineAt }: FrozenChain): Promise<BundledFundsProof> {
  await mineAt(TIMES.accepted)
  await mineAt(TIMES.fundsRead)
  const [newest, finalized] = await Promise.all([
    client.getBlock({ blockTag: 'latest' }),
    client.getBlock({ blockTag: 'finalized' }),
  ])
  const { address } = PARTIES.counterparty
  const balance = await client.getBalance({ address, blockNumber: newest.number })
  const earlier = await client.getBalance({ address, blockNumber: finalized.number })
  const passed = balance >= PRICE_WEI && earlier >= PRICE_WEI

  const asset = nativeAsset(CHAIN)
  const salt = sha256Hex('the salt of the sample bundle')
  return {
    id: '01a19c58-c228-7b12-9d0e-63a1f2c4e801',
    role: 'counterparty',
    phase: 'lock',
    network: `eip155:${CHAIN}`,
    asset,
    asset_type: 'NATIVE',
    status: passed ? 'PASSED' : 'FAILED',
    min_balance: PRICE_WEI.toString(),
    block_number: Number(newest.number),
    block_hash: newest.hash,
    finalized_block_hash: finalized.hash,
    providers_agreed: 1,
    balance_commitment: balanceCommitment({ salt, balance, asset, blockHash: newest.hash }),
    checked_at: TIMES.locked.toISOString(),
  }
}

async function timestampRoot({ client, sendAt }: FrozenChain, eas: Hex, root: Hex): Promise<Anchor> {
  const data = encodeFunctionData({ abi: readContract('eas').abi, functionName: 'timestamp', args: [root] })
  const receipt = await sendAt(ANCHORED_AT, PARTIES.submitter, { to: eas, data })
  const block = await client.getBlock({ blockHash: receipt.blockHash })
  return {
    state: 'FINAL',
    chain_id: CHAIN,
    eas,
    root,
    tx_hash: receipt.transactionHash,
    block_number: Number(block.number),
    block_time: new Date(Number(block.timestamp) * 1000).toISOString(),
  }
}

async function seal(bundle: UnsealedBundle): Promise<Bundle> {
  const signature = await signAs(PARTIES.desk, 'BundleSeal', domainFor(CHAIN), sealMessage(sealHash(bundle)))
  return { ...bundle, desk: { address: addressOf(PARTIES.desk), signature } }
}
