'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import type { ChallengeView, NetworkView } from '@/components/data/types'
import { useParty } from '@/components/wallet/party'
import { type Difference, differences, type Terms } from './compare'

type Seen = { changed: Difference[] | null; from: number; acknowledge: () => void }

/**
 * What changed since the revision this person read last in this browser, or null when that is the present one. A draft
 * is its writer's own: its revisions need no reading.
 */
export function useRevision(challenge: ChallengeView, networks: readonly NetworkView[]): Seen {
  const { party } = useParty()
  const name = `countersign.read:${party?.address ?? 'nobody'}:${challenge.id}`
  const [seen, setSeen] = useState<Terms | null>(null)
  const { revision, status } = challenge

  const remember = useCallback(() => {
    const terms = termsOf(challenge)
    write(name, terms)
    setSeen(terms)
  }, [challenge, name])

  // Looked up once for each revision, whatever else about the challenge changes meanwhile.
  const looked = useRef('')
  useEffect(() => {
    const asked = `${name} ${revision} ${status === 'DRAFT'}`
    if (looked.current === asked) return
    looked.current = asked
    const kept = read(name)
    if (status === 'DRAFT' || kept === null) remember()
    else setSeen(kept)
  }, [name, revision, status, remember])

  const isOld = seen !== null && seen.revision < revision
  return {
    changed: isOld ? differences(seen, termsOf(challenge), networks) : null,
    from: seen?.revision ?? revision,
    acknowledge: remember,
  }
}

/** Remembers terms as read: those that somebody signs they have read. */
export function markRead(address: string | null, challenge: ChallengeView): void {
  write(`countersign.read:${address ?? 'nobody'}:${challenge.id}`, termsOf(challenge))
}

function termsOf({ revision, title, description, terms, documents, requirements }: ChallengeView): Terms {
  return { revision, title, description, terms, documents, requirements }
}

// A browser may have no storage: then nothing is known of earlier visits.
function read(name: string): Terms | null {
  try {
    const kept = localStorage.getItem(name)
    return kept === null ? null : (JSON.parse(kept) as Terms)
  } catch {
    return null
  }
}

function write(name: string, terms: Terms): void {
  try {
    localStorage.setItem(name, JSON.stringify(terms))
  } catch {}
}
