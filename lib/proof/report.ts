import type { Hex } from './hash'

/** proven: recomputed here. claimed: the bundle says so. unverifiable: this version, or without a node, cannot tell. */
export type LinkVerdict = 'proven' | 'claimed' | 'unverifiable' | 'broken'
export type Finding = { verdict: LinkVerdict; detail: string }
export type Link = { name: string } & Finding

/** What a verification found. exit: 0 nothing broken and all that can be proven is; 1 something is broken; 2 cannot verify. */
export type Report = {
  exit: 0 | 1 | 2
  links: Link[]
  receipt_id: Hex | null
  outcome: string | null
  parties: { role: string; did: string }[]
  warnings: string[]
  as_of: string
}

const WORSE: readonly LinkVerdict[] = ['proven', 'claimed', 'unverifiable', 'broken']

export const proven = (detail: string): Finding => ({ verdict: 'proven', detail })
export const claimed = (detail: string): Finding => ({ verdict: 'claimed', detail })
export const unverifiable = (detail: string): Finding => ({ verdict: 'unverifiable', detail })
export const broken = (detail: string): Finding => ({ verdict: 'broken', detail })

/** One finding for each rule that does not hold. */
export function rules(table: readonly (readonly [holds: boolean, otherwise: string])[]): Finding[] {
  return table.filter(([holds]) => !holds).map(([, otherwise]) => broken(otherwise))
}

/** A link is as good as its worst finding, and says why; with nothing worse than proven it says `whenProven`. */
export function linkOf(name: string, findings: readonly Finding[], whenProven: string): Link {
  const verdict = worstOf(findings)
  if (verdict === 'proven') return { name, verdict, detail: whenProven }

  const reasons = findings.filter((finding) => finding.verdict === verdict).map((finding) => finding.detail)
  return { name, verdict, detail: reasons.join('; ') }
}

export function exitOf(links: readonly Link[]): Report['exit'] {
  const verdict = worstOf(links)
  if (verdict === 'broken') return 1
  return verdict === 'unverifiable' ? 2 : 0
}

function worstOf(findings: readonly Finding[]): LinkVerdict {
  return WORSE[Math.max(0, ...findings.map((finding) => WORSE.indexOf(finding.verdict)))] ?? 'broken'
}
