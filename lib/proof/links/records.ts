import type { BundledFundsProof } from '../bundle'
import { caip2 } from '../chains'
import { verifyLog } from '../log'
import { broken, claimed, type Link, linkOf, rules, unverifiable } from '../report'
import type { Facts } from './facts'
import { checkSigned } from './signed'

/** The hash-chained log: whole, connected, ended, and the one the receipt names. */
export function checkLog({ bundle, receipt }: Facts): Link {
  const walked = verifyLog(bundle.log)
  if (!walked.ok) return linkOf('log', [broken(walked.why)], '')

  const end = bundle.log.at(-1)
  const findings = rules([
    [walked.length === receipt.log.length, 'the log has another length than the receipt says'],
    [walked.head === receipt.log.head, 'the log ends in another hash than the receipt says'],
    [end?.after === 'COMPLETED' || end?.after === 'EXPIRED', 'the log does not end the challenge'],
    [
      !('receipt' in (end?.data ?? {}) || 'receipt_id' in (end?.data ?? {})),
      'the last entry names a receipt, which cannot exist before it',
    ],
  ])
  return linkOf('log', findings, `${walked.length} entries, head ${walked.head}`)
}

/** Funds proofs are the desk's word; that they are the receipt's is checked, and with a node that their blocks exist. */
export async function checkFunds({ bundle, receipt, means }: Facts): Promise<Link> {
  const ids = bundle.funds.map((proof) => proof.id)
  const findings = rules([
    [ids.join() === receipt.funds_proofs.join(), 'the funds proofs are not those the receipt names'],
    [
      bundle.funds.every((proof) => proof.asset.startsWith(`${proof.network}/`)),
      'a funds proof’s asset is on another chain',
    ],
  ])
  if (bundle.funds.length === 0) return linkOf('funds', findings, 'the receipt names no funds proofs')

  const passed = bundle.funds.filter((proof) => proof.status === 'PASSED').length
  const known = (await Promise.all(bundle.funds.map((proof) => knowsBlocks(means, proof)))).filter(
    (told) => told !== null,
  )
  const blocks = known.length === 0 ? '' : `; the node knows the blocks of ${known.filter(Boolean).length}`
  return linkOf(
    'funds',
    [...findings, claimed(`${passed} of ${ids.length} passed, by what the desk read${blocks}`)],
    '',
  )
}

/** Null without a node of that chain. A block it does not know proves nothing: nodes drop old ones, and new ones are reorganised. */
async function knowsBlocks({ chains }: Facts['means'], proof: BundledFundsProof): Promise<boolean | null> {
  const reader = chains.find((chain) => caip2(chain.chainId) === proof.network)
  const hashes = [proof.block_hash, proof.finalized_block_hash].filter((hash) => hash !== null)
  if (!reader || hashes.length === 0) return null
  const known = await Promise.all(hashes.map((hash) => reader.hasBlock(hash).catch(() => false)))
  return known.every(Boolean)
}

/** Signed statements about the receipt. Only a party's are understood yet. */
export async function checkStatements(facts: Facts): Promise<Link[]> {
  const { bundle, receiptId, accounts, means } = facts
  if (bundle.statements.length === 0) return []

  const findings = await Promise.all(
    bundle.statements.map(async ({ message, domain, signer, signature }) => {
      const about = rules([[message.receipt === receiptId, 'a statement is about another receipt']])
      const own = [...accounts.values()].find(({ address }) => address === signer)
      if (!own) return [...about, unverifiable('this version cannot tell whether a committee member may speak')]

      const chain = rules([
        [domain.chainId === own.chainId, 'a statement is signed for another chain than its signer’s wallet'],
      ])
      const signed = await checkSigned(means, bundle.anchor, 'ReceiptStatement', {
        message,
        domain,
        signer: own.address,
        signature,
      })
      return [...about, ...chain, signed]
    }),
  )
  return [linkOf('statements', findings.flat(), `${bundle.statements.length}, each signed by a party`)]
}
