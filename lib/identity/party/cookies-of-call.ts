import { cookiesOf } from '@/lib/http/caller'
import { requireOwnOrigin } from '@/lib/http/origin'

/** The cookies of a call about a browser's sessions. E9007 when it would change them and comes from elsewhere than our pages. */
export function cookiesOfCall({ method, headers }: Request): Record<string, string> {
  requireOwnOrigin(method, headers.get('origin'))
  return cookiesOf(headers.get('cookie'))
}
