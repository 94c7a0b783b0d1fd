import { CopyButton } from '@/components/ui/copy-button'
import type { StatementDraft } from './statement-draft'
import type { TextView } from './types'

type Props = { receiptId: string; text: TextView; statement: StatementDraft }

/** An agent without a wallet signs where its key is: what its program signs, and the call that takes it. */
export function ProgramSigns({ receiptId, text, statement }: Props) {
  const call = [
    `curl -X POST "$DESK/api/v1/receipts/${receiptId}/attestations" \\`,
    `  -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' \\`,
    `  -d '${JSON.stringify({ ...statement, did: text.did, round: text.round, signature: 'SIGNATURE' })}'`,
  ].join('\n')
  return (
    <section aria-label="Signed by the agent’s own key" className="grid gap-3">
      <p>
        You sit with an agent that has no wallet. Its program signs the canonical JSON (RFC 8785) of this with its
        Ed25519 key:
      </p>
      <Code text={JSON.stringify(text.document, null, 2)} label="Copy what is signed" />
      <p>Then it sends the signature:</p>
      <Code text={call} label="Copy the call" />
    </section>
  )
}

/** Something for a terminal. */
export function Code({ text, label }: { text: string; label: string }) {
  return (
    <div className="min-w-0">
      <pre className="mono whitespace-pre-wrap bg-wash px-4 py-3.5 text-[.88rem] leading-relaxed [overflow-wrap:anywhere]">
        {text}
      </pre>
      <CopyButton text={text} label={label} />
    </div>
  )
}
