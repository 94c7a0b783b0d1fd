import Link from 'next/link'
import type { z } from 'zod'
import { STATUS_WORDS } from '@/components/challenge/words'
import type { DocumentAnswer } from '@/lib/challenge/document-schemas'
import type { Status } from '@/lib/challenge/state'
import { OUTCOME_WORDS } from './say-receipt'

export type FoundView = z.infer<typeof DocumentAnswer>['data'][number]

/** One sentence for what a hash is known for; nothing found says nothing about what one may not see. */
export function sayFound(found: FoundView[]): string {
  const challenges = found.filter(({ challenge_id }) => challenge_id).length
  if (found.length === 0) return 'Nothing that you may see here names it.'
  if (challenges === 0) return 'It is the id of a receipt.'
  return challenges === 1 ? 'One challenge names it.' : `${challenges} challenges name it.`
}

/** Where a hash stands, a row each. */
export function FoundList({ found }: { found: FoundView[] }) {
  if (found.length === 0) {
    return (
      <p className="mt-3 max-w-[40em] text-[.92rem] text-soft">
        Challenges are shown to their parties; others are listed only when they are public. If you are a party, connect
        the wallet you signed with at your <Link href="/desk">desk</Link> and look again. One changed character makes
        another hash, so it must be the very file.
      </p>
    )
  }
  return (
    <ul className="mt-4 border-line border-b">
      {found.map((row) => (
        <FoundRow key={row.challenge_id ?? row.receipt_id} row={row} />
      ))}
    </ul>
  )
}

function FoundRow({ row: { challenge_id, title, document, role, status, outcome, receipt_id } }: { row: FoundView }) {
  const name = STATUS_WORDS[status as Status]?.name ?? 'Receipt'
  return (
    <li className="border-line border-t py-3 [overflow-wrap:anywhere]">
      {challenge_id ? (
        <Link href={`/challenges/${challenge_id}`} className="font-serif text-[1.16rem]">
          {title}
        </Link>
      ) : null}
      <p className="text-[.92rem] text-soft">
        {[
          name,
          outcome ? OUTCOME_WORDS[outcome] : null,
          role ? `you are the ${role}` : null,
          document ? `there: ${document}` : null,
        ]
          .filter(Boolean)
          .join(', ')}
      </p>
      {receipt_id ? (
        <p className="mt-0.5 text-[.92rem]">
          <Link href={`/proof/${receipt_id}`}>{challenge_id ? 'Its receipt' : 'See the receipt'}</Link>
        </p>
      ) : null}
    </li>
  )
}
