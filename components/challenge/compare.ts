import type { ChallengeView, NetworkView } from '@/components/data/types'
import { sayRequirement } from './requirement-words'

/** The part of a challenge that its signatures bind, as far as it is shown. */
export type Terms = Pick<
  ChallengeView,
  'revision' | 'title' | 'description' | 'terms' | 'documents' | 'requirements'
> & {
  endsBy?: string | null
}

/** One thing that is different now. `time`: both are instants. */
export type Difference = { what: string; before: string | null; after: string | null; time?: true }

/** Pure: what changed between two revisions, in words. Times to accept always change and are not listed. */
export function differences(before: Terms, after: Terms, networks: readonly NetworkView[]): Difference[] {
  const asked = (terms: Terms, side: 'creator' | 'counterparty') =>
    sayRequirement(terms.requirements?.[side], networks)
      .map(({ says }) => says)
      .join(', ') || null
  const files = (terms: Terms) => terms.documents.map(({ name, sha256 }) => `${name} (${sha256.slice(0, 10)}…)`)

  const pairs: Difference[] = [
    { what: 'Title', before: before.title, after: after.title },
    { what: 'Description', before: before.description, after: after.description },
    { what: 'Asked of the creator', before: asked(before, 'creator'), after: asked(after, 'creator') },
    { what: 'Asked of the counterparty', before: asked(before, 'counterparty'), after: asked(after, 'counterparty') },
    ...termDifferences(before.terms, after.terms),
    { what: 'Documents', before: files(before).join(', ') || null, after: files(after).join(', ') || null },
    ...(before.endsBy && after.endsBy
      ? [{ what: 'To be settled by', before: before.endsBy, after: after.endsBy, time: true as const }]
      : []),
  ]
  return pairs.filter((pair) => pair.before !== pair.after)
}

function termDifferences(before: Terms['terms'], after: Terms['terms']): Difference[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  return names.map((name) => ({ what: name, before: sayValue(before?.[name]), after: sayValue(after?.[name]) }))
}

/** A value of the free terms as text: text as it is, anything else as JSON. */
export function sayValue(value: unknown): string | null {
  if (value === undefined || value === null) return null
  return typeof value === 'string' ? value : JSON.stringify(value, null, 1)
}
