import { type FormValues, strategyOf } from './values'

/** Pure: who says how it ends, in a few words, for the line of a folded part. */
export function sayDecider(values: FormValues): string {
  const strategy = strategyOf(values)
  if (strategy === 'ORACLE') return 'A published figure'
  if (strategy === 'MODERATOR') return 'Somebody both name'
  if (strategy === 'COMMITTEE') return `A panel of ${values.resolution.seats}, in a dispute`
  return values.mode === 'SOLO' ? 'Your signature' : 'Both of you'
}
