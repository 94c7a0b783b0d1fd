import type { StatementView } from './types'

/** What is stated, before it is signed: as the API takes it. Shares are decimal text, 0 to 1. */
export type StatementDraft = {
  type: StatementView['type']
  score?: string
  confidence?: string
  evidence_hash?: string
  evidence_ref?: string
}

/** What a member types about the work. */
export type Judging = {
  says: Extract<StatementDraft['type'], `${'AUDIT' | 'SAFETY'}_${string}`> | ''
  score: string
  confidence: string
  evidenceHash: string
  evidenceRef: string
}

export const NOTHING_JUDGED: Judging = { says: '', score: '', confidence: '', evidenceHash: '', evidenceRef: '' }

export type JudgingErrors = Partial<Record<keyof Judging, string>>

const SHARE = /^(?:0(?:\.\d{1,4})?|1(?:\.0{1,4})?)$/
const BETWEEN = 'Give a number from 0 to 1 with at most 4 decimals, like 0.85.'

/** Pure: what a member typed as the statement to sign, or what is wrong with it, field by field. */
export function toStatement(typed: Judging): { statement: StatementDraft } | { errors: JudgingErrors } {
  const [score, confidence, hash, ref] = [typed.score, typed.confidence, typed.evidenceHash, typed.evidenceRef].map(
    (text) => text.trim(),
  ) as [string, string, string, string]
  const errors: JudgingErrors = {
    ...(typed.says === '' ? { says: 'Choose one.' } : {}),
    ...(SHARE.test(score) ? {} : { score: BETWEEN }),
    ...(SHARE.test(confidence) ? {} : { confidence: BETWEEN }),
    ...(hash === '' || /^0x[0-9a-f]{64}$/i.test(hash)
      ? {}
      : { evidenceHash: 'This is not a 32-byte hash: 0x and 64 hexadecimal digits.' }),
    ...(ref.length > 2_048 ? { evidenceRef: 'At most 2 048 characters.' } : {}),
    ...(ref !== '' && hash === '' ? { evidenceHash: 'Give the hash of what can be found there.' } : {}),
  }
  if (Object.keys(errors).length > 0 || typed.says === '') return { errors }
  return {
    statement: {
      type: typed.says,
      score,
      confidence,
      ...(hash ? { evidence_hash: hash.toLowerCase() } : {}),
      ...(ref ? { evidence_ref: ref } : {}),
    },
  }
}
