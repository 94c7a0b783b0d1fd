import Link from 'next/link'
import { Callout } from '@/components/ui/callout'
import type { Refusal } from './use-act'

/** Why something was not done. Challenges it names can be opened from here. */
export function Trouble({
  title,
  refusal,
  fields = [],
}: {
  title: string
  refusal: Refusal | null
  fields?: string[]
}) {
  const isBesideField =
    refusal?.errors.length && refusal.errors.every(({ path }) => fields.includes(path.split('.')[0] ?? ''))
  const challenges = refusal?.errors.filter(({ path }) => path.startsWith('challenges.')) ?? []
  return (
    <div role="alert" className="empty:absolute">
      {refusal && !isBesideField ? (
        <Callout look="no" title={title}>
          {challenges.length > 0 ? (
            <>
              Open challenges rest on it. End them first:{' '}
              {challenges.map(({ path, message }, index) => (
                <span key={path}>
                  {index > 0 ? ', ' : ''}
                  <Link href={`/challenges/${path.slice('challenges.'.length)}`}>{message}</Link>
                </span>
              ))}
              .
            </>
          ) : (
            refusal.message
          )}
        </Callout>
      ) : null}
    </div>
  )
}
