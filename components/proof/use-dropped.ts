import { useCallback, useRef, useState } from 'react'
import type { Report } from '@/lib/proof/report'
import { readBundle } from './read-dropped'
import { Unreadable } from './unreadable'

/** What became of the file last given: checked as a bundle, or hashed as any other document. Nothing was sent. */
export type Dropped = { name: string; size: number } & (
  | { kind: 'reading' }
  | { kind: 'bundle'; report: Report }
  | { kind: 'hashing'; done: number }
  | { kind: 'document'; hash: `0x${string}` }
  | { kind: 'failed'; why: string }
)

/** Progress is shown this often: a piece of a file takes a millisecond. */
const TELL_EVERY_MS = 100

/** Takes files one after the other; a new one ends the work on the one before. The code for either loads when needed. */
export function useDropped() {
  const [dropped, setDropped] = useState<Dropped | null>(null)
  const work = useRef<AbortController>(null)

  const take = useCallback((file: File) => {
    work.current?.abort()
    const mine = new AbortController()
    work.current = mine
    const about = { name: file.name, size: file.size }
    const show = (next: Dropped) => {
      if (!mine.signal.aborted) setDropped(next)
    }
    show({ ...about, kind: 'reading' })
    examine(file, mine.signal, (done) => show({ ...about, kind: 'hashing', done })).then(
      (found) => show({ ...about, ...found }),
      (error) => show({ ...about, kind: 'failed', why: sayFailure(error) }),
    )
  }, [])

  return { dropped, take }
}

async function examine(file: File, signal: AbortSignal, tell: (done: number) => void) {
  const bytes = await readBundle(file)
  if (bytes) {
    const { verifyInPage } = await import('./verify-in-page')
    return { kind: 'bundle' as const, report: await verifyInPage(bytes) }
  }

  tell(0)
  const { hashDocument } = await import('./hash-document')
  return { kind: 'document' as const, hash: await hashDocument(file, seldom(tell), signal) }
}

function seldom(tell: (done: number) => void): (done: number) => void {
  let told = 0
  return (done) => {
    const now = performance.now()
    if (now - told < TELL_EVERY_MS) return
    told = now
    tell(done)
  }
}

function sayFailure(error: unknown): string {
  if (error instanceof Unreadable) return error.message
  if (error instanceof DOMException) return 'The file could not be read to its end. Choose it again.'
  return 'The code for this could not be loaded. Try again.'
}
