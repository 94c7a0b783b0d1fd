import { type Bundle, isCaseDraw } from './bundle'
import type { ChainReader } from './chain-reader'
import { networkOf } from './chains'

/** What a reader of the report should know that is not a link. */
export function warningsOf(bundle: Bundle, chains: readonly ChainReader[]): string[] {
  const { anchor, intents, funds } = bundle
  const warnings: string[] = []
  if (anchor.state === 'pending') warnings.push('Not anchored yet: nothing but the desk’s word says when this was.')
  if (anchor.state === 'FINAL' && networkOf(anchor.chain_id)?.local) {
    warnings.push('Anchored on a local chain, worth nothing.')
  }
  if (anchor.state === 'FINAL' && chains.length > 0 && !chains.some(({ chainId }) => chainId === anchor.chain_id)) {
    warnings.push(`None of the nodes given is of chain ${anchor.chain_id}, where the root is anchored.`)
  }
  if (!Array.isArray(intents)) warnings.push('Redacted: what the parties signed is not in this file, only its hashes.')
  warnings.push(...aboutJudgement(bundle))
  for (const proof of funds) {
    if (proof.status === 'PASSED') continue
    warnings.push(`The ${proof.role}’s funds proof at the ${proof.phase} reads ${proof.status}.`)
  }
  return warnings
}

/** A task's receipt by itself says that work was handed over, not that it was good. */
function aboutJudgement({ receipt, verdict, draw }: Bundle): string[] {
  if (receipt.kind !== 'task') return []
  if (!verdict) return ['Not judged yet: nobody but the parties has said anything of this work.']

  const rounds = draw && !isCaseDraw(draw) ? draw.rounds : []
  const appeal = rounds.find(({ kind }) => kind === 'APPEAL')
  const few = rounds.some(({ round, m }) => round === verdict.round && m < 3)
  return [
    ...(few ? ['Fewer than three judged this work.'] : []),
    ...(appeal && verdict.round < appeal.round ? ['The verdict was appealed, and the appeal is not decided.'] : []),
  ]
}
