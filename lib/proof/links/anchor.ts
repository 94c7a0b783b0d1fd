import type { Anchor, Bundle } from '../bundle'
import type { ChainReader } from '../chain-reader'
import { type Network, networkOf } from '../chains'
import type { Hex } from '../hash'
import { verifyInclusion } from '../merkle'
import { broken, claimed, type Finding, type Link, linkOf, proven, rules, unverifiable } from '../report'
import { type Means, readerFor } from './facts'

type Anchored = Extract<Anchor, { state: 'FINAL' }>

/** The receipt, and all else the bundle lists, are leaves under the anchored root. */
export function checkInclusion({ inclusion, anchor }: Bundle, receiptId: Hex): Link {
  if (anchor.state === 'pending') {
    const findings = rules([[inclusion.length === 0, 'there are Merkle proofs though nothing is anchored yet']])
    return linkOf('inclusion', [...findings, claimed('not anchored yet')], '')
  }
  const included = inclusion.some((leaf) => leaf.kind === 'receipt' && leaf.id === receiptId)
  const findings = rules([
    [included, 'there is no Merkle proof of this receipt'],
    [
      inclusion.every((leaf) => verifyInclusion(anchor.root, leaf.kind, leaf.id, leaf.proof)),
      'a Merkle proof does not lead to the root',
    ],
  ])
  return linkOf('inclusion', findings, `the receipt is a leaf under ${anchor.root}`)
}

/** The root's timestamp on chain: a claim offline, proven with a node of that chain. */
export async function checkAnchor({ anchor }: Bundle, means: Means): Promise<Link> {
  if (anchor.state === 'pending') return linkOf('anchor', [claimed('not anchored yet')], '')

  const findings = await checkTimestamp(anchor, means)
  const worth = networkOf(anchor.chain_id)?.local ? ' (local chain, worth nothing)' : ''
  return linkOf('anchor', findings, `timestamped in block ${anchor.block_number} at ${anchor.block_time}${worth}`)
}

/** Whether a root was timestamped where it is said to be. */
export async function checkTimestamp(anchor: Anchored, means: Means): Promise<Finding[]> {
  const network = networkOf(anchor.chain_id)
  return network
    ? checkOn(network, anchor, means)
    : [unverifiable(`chain ${anchor.chain_id} is not known to this version`)]
}

async function checkOn(network: Network, anchor: Anchored, means: Means): Promise<Finding[]> {
  const eas = network.local ? anchor.eas : network.eas
  if (!eas) return [unverifiable(`no EAS is known on ${network.name}`)]
  if (eas !== anchor.eas) return [broken(`it names another EAS contract than the one on ${network.name}`)]

  const when = `block ${anchor.block_number} of ${network.name} at ${anchor.block_time}`
  const worth = network.local ? ' (local chain, worth nothing)' : ''
  const reader = readerFor(means, anchor.chain_id)
  if (!reader) return [claimed(`${when}, says the desk; a node can prove it (--rpc)${worth}`)]
  try {
    return await askChain(reader, anchor)
  } catch {
    return [unverifiable(`the node of ${network.name} did not answer`)]
  }
}

async function askChain(reader: ChainReader, anchor: Anchored): Promise<Finding[]> {
  const seconds = await reader.timestampOf(anchor.eas, anchor.root)
  if (seconds === 0n) return [broken('EAS has never timestamped this root')]

  const findings = rules([
    [Number(seconds) * 1000 === Date.parse(anchor.block_time), 'EAS timestamped this root at another time'],
  ])
  const found = await reader.timestamping(anchor.tx_hash, anchor.eas, anchor.root)
  if (found === 'missing') return [...findings, unverifiable('the node does not know the transaction')]
  if (found === 'reverted') return [...findings, broken('the transaction failed')]
  if (found === 'other') return [...findings, broken('the transaction did not timestamp this root')]
  return [
    ...findings,
    ...rules([
      [found.blockNumber === anchor.block_number, 'the transaction is in another block'],
      [found.seconds === seconds, 'the transaction timestamped this root at another time'],
    ]),
    proven('timestamped'),
  ]
}
