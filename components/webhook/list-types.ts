import { CATALOGUE } from '@/lib/event/catalogue'
import type { TypeView } from './types'

/** The types of the desk’s own events, to choose from. */
export function listTypes(): TypeView[] {
  return Object.entries(CATALOGUE).map(([type, { description }]) => ({ type, description }))
}
