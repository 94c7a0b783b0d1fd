import type { Party } from '@/lib/challenge/state'
import { MAX_FILE_BYTES, MAX_FILES, MAX_SIDE_BYTES } from '@/lib/evidence/limits'
import type { EvidenceView } from './types'

export type HashedFile = { name: string; size: number; sha256: string }
type Judged = { may: boolean; says: string }

const MIB = 1024 * 1024

/** What may be shown, said before anything is chosen. */
export const LIMITS_SAID = `At most ${MAX_FILE_BYTES / MIB} MiB a file, and of yours ${MAX_FILES} files with ${MAX_SIDE_BYTES / MIB} MiB together.`

/** Pure: why a file need not even be hashed; null when it may be. */
export function refuseBySize({ size }: { size: number }): string | null {
  if (size === 0) return 'This file is empty.'
  return size > MAX_FILE_BYTES ? `This file is larger than ${MAX_FILE_BYTES / MIB} MiB, the most that fits.` : null
}

/** Pure: what comes of showing the panel this file, in one sentence. */
export function judgeEvidence(file: HashedFile, shown: readonly EvidenceView[], role: Party): Judged {
  const no = (says: string): Judged => ({ may: false, says })
  const known = shown.find(({ sha256 }) => sha256 === file.sha256)
  if (known && known.role !== role) return no('The other side shows this very file already.')
  if (known?.uploaded_at) return no('The panel has this very file already.')

  const own = shown.filter((item) => item.role === role)
  if (!known && own.length >= MAX_FILES) return no(`You show ${MAX_FILES} files, the most there can be.`)
  const kept = own.reduce((sum, { uploaded_at, size }) => sum + (uploaded_at ? size : 0), 0)
  if (kept + file.size > MAX_SIDE_BYTES) {
    return no(`Your files would have more than ${MAX_SIDE_BYTES / MIB} MiB together.`)
  }
  return known
    ? { may: true, says: 'You named this file when you opened the dispute. Now its bytes follow.' }
    : { may: true, says: 'It was not named before. Its hash goes into the log, so that all can see when it came.' }
}

/** Pure: one file more to name; the same bytes are named once, whatever they are called. */
export function addNamed(named: readonly HashedFile[], file: HashedFile): HashedFile[] {
  return named.some(({ sha256 }) => sha256 === file.sha256) ? [...named] : [...named, file]
}
