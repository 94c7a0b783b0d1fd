import type { DigestParts } from '@/lib/proof/digest'
import { readHash } from './read-dropped'

type Comparison = { look: 'ok' | 'no' | 'wait'; says: string }

/** Pure: whether what another device shows is one of these hashes. Null while nothing is typed. */
export function compareHash(text: string, parts: DigestParts): Comparison | null {
  if (!text.trim()) return null
  const hash = readHash(text.replaceAll(/\s/g, ''))
  if (!hash) return { look: 'wait', says: 'Not a whole hash yet: 64 digits.' }
  if (hash === parts.digest) return { look: 'ok', says: 'The same digest. Both devices mean this text.' }
  if (hash === parts.message_hash) return { look: 'ok', says: 'The same message hash.' }
  if (hash === parts.domain_separator)
    return { look: 'ok', says: 'The same domain hash. Compare the message hash too.' }
  return { look: 'no', says: 'Another hash. The other device is asked to sign something else: do not sign.' }
}
