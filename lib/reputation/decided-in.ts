import type { Bundle, Statement } from '@/lib/proof/bundle'
import { receiptId } from '@/lib/proof/receipt'
import type { Decided } from './bearing'

/**
 * Pure: what a bundle shows of a decided receipt, as it is folded; a sentence when it shows that nothing may be folded. Its
 * signatures and hashes are the verifier's to check.
 */
export function decidedIn(bundle: Bundle): Decided | string {
  const { receipt } = bundle
  const common = { receiptId: receiptId(receipt), receipt }
  if (receipt.kind === 'challenge') {
    const silent = bundle.log.at(-1)?.data.silent
    return {
      ...common,
      at: new Date(receipt.issued_at),
      decision: 'FINALIZED',
      statements: [],
      silent: Array.isArray(silent) ? silent.map(String) : [],
    }
  }

  const { verdict, earlier_verdicts: earlier = [] } = bundle
  const first = earlier[0] ?? verdict
  if (!verdict || !first) return 'nobody has decided it'
  if (verdict.status === 'REVERSED') return 'its verdict was reversed'
  if (first.status !== 'FINALIZED' && first.status !== 'FAILED') return `it ended as ${first.status}`
  return {
    ...common,
    at: new Date(first.finalized_at),
    decision: first.status,
    // An appeal judges anew; what it heard changes the verdict or nothing.
    statements: bundle.statements.filter(({ message }) => message.round <= first.round).map(toSaid),
    silent: [],
  }
}

function toSaid({ message }: Statement) {
  return { type: message.statement, score: message.score ?? null, confidence: message.confidence ?? null }
}
