import { Hash } from '@/components/ui/hash'
import { Status } from '@/components/ui/status'
import { Time } from '@/components/ui/time'
import { type AuditLine, sayAction, sayActor, sayDetails } from './audit-words'

/** Entries of an audit log, as they stand in it. */
export function AuditList({ entries, names }: { entries: AuditLine[]; names: Record<string, string> }) {
  return (
    <ol aria-label="Entries" className="border-line border-b">
      {entries.map((entry) => (
        <Entry key={entry.sequence} entry={entry} names={names} />
      ))}
    </ol>
  )
}

function Entry({ entry, names }: { entry: AuditLine; names: Record<string, string> }) {
  const details = sayDetails(entry.details)
  return (
    <li className="grid grid-cols-[2.6rem_minmax(0,1fr)] gap-x-2 border-line border-t py-3 sm:grid-cols-[2.6rem_minmax(0,1fr)_auto]">
      <span className="text-[.9rem] text-soft tabular-nums leading-[1.75]">{entry.sequence}</span>
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {sayActor(entry.actor, names)}{' '}
        {entry.allowed ? sayAction(entry) : <Status look="no">{sayAction(entry)}</Status>}
        <span className="block text-[.9rem] text-soft">
          <Time at={entry.at} />
        </span>
        <span className="block text-[.9rem] text-soft">
          <code className="mono">{entry.action}</code>
          {entry.target ? <code className="mono"> {names[entry.target] ?? entry.target}</code> : null}
          {details.length > 0 ? <>, {details.join(', ')}</> : null}
        </span>
      </span>
      <span className="text-soft max-sm:col-start-2">
        <Hash value={entry.hash} label={`hash of entry ${entry.sequence}`} />
      </span>
    </li>
  )
}
