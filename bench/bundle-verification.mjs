import { readFileSync } from 'node:fs'
import path from 'node:path'
import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import canonicalize from 'canonicalize'
import { hashTypedData, keccak256, recoverAddress, sha256, stringToBytes } from 'viem'
import { threadFigure } from './rig/thread-figure.mjs'

const file = path.join(import.meta.dirname, '..', 'public', 'sample-bundle.json')

/**
 * The sample bundle verified offline as the command line tool and browsers do it, beside a loop that recovers the same
 * five signers with the same viem and makes the same hashes, and checks nothing else: no form, no rule, no report.
 */
export default threadFigure({
  name: 'bundle-verification',
  title: 'bundle verification',
  baseline: 'its recoveries and hashes alone',
  aim: { ratio: 0.6 },
  setUp: async ({ product }) => {
    const bytes = readFileSync(file)
    const asOf = new Date()
    return {
      ours: async () => (await product.verifyBundle(bytes, { asOf })).exit === 0,
      bare: async () => hashAndRecover(bytes, product.TYPES),
    }
  },
})

async function hashAndRecover(bytes, types) {
  const text = bytes.toString('utf8')
  const bundle = JSON.parse(text)
  const { desk, receipt, anchor, intents, settlement, log, inclusion } = bundle
  const id = keccakOf(receipt)
  const sealed = { title: 'Countersign: seal of a bundle', hash: keccakOf({ ...bundle, desk: undefined }) }
  const domain = { name: 'Countersign', version: '1', chainId: anchor.chain_id }

  const signers = await Promise.all([
    ...intents.map((intent) => recover('Intent', intent, types)),
    ...settlement.map((settle) => recover('Settle', settle, types)),
    recover('BundleSeal', { domain, message: sealed, signature: desk.signature }, types),
  ])
  const expected = [...intents, ...settlement].map(({ signer }) => signer).concat(desk.address)
  return (
    canonicalize(bundle) === text &&
    signers.every((signer, i) => signer === expected[i]) &&
    finalOf(intents) === receipt.commitments.final_hash &&
    headOf(log) === receipt.log.head &&
    settlement.every(({ signature }, i) => sha256(signature) === receipt.signature_hashes[i]) &&
    inclusion.every((leaf) => leaf.id === id && isLeaf(anchor.root, leaf))
  )
}

async function recover(primaryType, { domain, message, signature }, types) {
  const hash = hashTypedData({ domain, types, primaryType, message })
  return (await recoverAddress({ hash, signature })).toLowerCase()
}

function finalOf([first, second]) {
  const initiator = shaOf(canonicalize(first))
  const counter = shaOf(canonicalize(second) + initiator.slice(2))
  return shaOf(initiator.slice(2) + counter.slice(2))
}

function headOf(log) {
  return log.reduce((head, entry) => shaOf(head.slice(2) + canonicalize(entry)), `0x${'0'.repeat(64)}`)
}

const keccakOf = (value) => keccak256(stringToBytes(canonicalize(value)))
const shaOf = (text) => sha256(stringToBytes(text))
const isLeaf = (root, { kind, id, proof }) => StandardMerkleTree.verify(root, ['string', 'bytes32'], [kind, id], proof)
