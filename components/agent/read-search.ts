import { AgentFilter } from '@/lib/agent/schemas'
import type { AskedFor, SearchErrors } from './agent-search'

type Params = Record<string, string | string[] | undefined>
type Read = { asked: AskedFor; filter: AgentFilter } | { asked: AskedFor; errors: SearchErrors }

/** Pure: what the address asks for; what is wrong in it stays where it was typed, with why. */
export function readSearch(params: Params): Read {
  const text = (name: string) => (typeof params[name] === 'string' ? params[name].trim() : '')
  const asked: AskedFor = { q: text('q'), tags: text('tags'), min_trust: text('min_trust') }
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== ''))
  const parsed = AgentFilter.safeParse(given)
  if (parsed.success) return { asked, filter: parsed.data }

  const errors: SearchErrors = {}
  for (const { path, message } of parsed.error.issues) {
    const name = path[0]
    if (name === 'q' || name === 'tags' || name === 'min_trust') errors[name] ??= message
  }
  return { asked, errors }
}
