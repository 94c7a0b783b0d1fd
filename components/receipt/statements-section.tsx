import { DidName } from '@/components/agent/did-name'
import { Hash } from '@/components/ui/hash'
import { Status, type StatusLook } from '@/components/ui/status'
import { Time } from '@/components/ui/time'
import type { StatementView } from './types'

const WORDS: Record<StatementView['type'], { look: StatusLook; says: string }> = {
  COUNTERSIGNED: { look: 'ok', says: 'signed the receipt' },
  ACCEPTED: { look: 'ok', says: 'took the result' },
  REJECTED: { look: 'no', says: 'did not take the result' },
  AUDIT_PASS: { look: 'ok', says: 'it passes' },
  AUDIT_FAIL: { look: 'no', says: 'it fails' },
  SAFETY_PASS: { look: 'ok', says: 'it is safe' },
  SAFETY_FAIL: { look: 'no', says: 'it is not safe' },
}

const ROLE_WORDS: Record<StatementView['role'], string> = {
  client: 'The client',
  provider: 'The provider',
  member: 'A member',
}

/** Who signed what about it. What evidence is called and where it lies are its signer's words. */
export function StatementsSection({ statements }: { statements: readonly StatementView[] }) {
  return (
    <section aria-labelledby="statements">
      <h2 id="statements" className="text-[1.5rem]">
        What was said of it
      </h2>
      {statements.length === 0 ? (
        <p className="mt-2 text-soft">Nobody has signed anything yet but the two sides themselves.</p>
      ) : (
        <ol className="mt-4 border-line border-b">
          {statements.map((statement) => (
            <Statement key={statement.id} statement={statement} />
          ))}
        </ol>
      )}
    </section>
  )
}

function Statement({ statement }: { statement: StatementView }) {
  const { type, role, signer, round, trial, score, confidence, evidence_hash, evidence_ref, created_at } = statement
  const { look, says } = WORDS[type]
  return (
    <li className="grid gap-x-6 gap-y-1 border-line border-t py-3.5 sm:grid-cols-[minmax(0,1fr)_auto]">
      <div className="min-w-0">
        <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
          <Status look={look}>{says}</Status>
          {score === null ? null : <span className="tabular-nums">score {score}</span>}
          {confidence === null ? null : <span className="tabular-nums">confidence {confidence}</span>}
        </p>
        <p className="mt-1 flex flex-wrap items-center gap-x-2 text-[.92rem]">
          <span className="text-soft">{ROLE_WORDS[role]}</span> <DidName did={signer} />
        </p>
        {evidence_hash ? (
          <p className="mt-1 text-[.92rem] [overflow-wrap:anywhere]">
            <span className="text-soft">Rests on</span> <Hash value={evidence_hash} label="hash of the evidence" />
            {evidence_ref ? <span className="text-soft"> at {evidence_ref}</span> : null}
          </p>
        ) : null}
      </div>
      <p className="text-[.9rem] text-soft sm:text-right">
        <Time at={created_at} />
        <span className="block">{sayRound(role, trial, round)}</span>
      </p>
    </li>
  )
}

function sayRound(role: StatementView['role'], trial: number, round: number): string | null {
  if (trial === 1) return 'in the appeal'
  return role === 'member' ? `round ${round + 1}` : null
}
