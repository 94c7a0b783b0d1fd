'use client'

import { useState } from 'react'
import { ApiProblem, api, Unreachable } from '@/components/data/api'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { FoundList, type FoundView, sayFound } from './found-list'

type Answer = { busy: boolean; found: FoundView[] | null; failure: string | null }

/** Offers to ask this desk what a hash is known for. Before the press nothing was sent; after it, only the hash. */
export function LookUp({ hash }: { hash: string }) {
  const { busy, found, failure, ask } = useLookUp(hash)
  return (
    <section aria-labelledby="hash" className="mt-5">
      <h2 id="hash" className="text-[1.28rem]">
        SHA-256
      </h2>
      <p className="mono mt-2">{hash}</p>
      <p className="mt-1 -ml-1.5">
        <CopyButton text={hash} label="Copy the hash" />
      </p>
      <p className="mt-4 max-w-[40em]">
        This desk can say which challenges name this document. Only these 64 digits would be sent, never the document,
        and nobody can read it back out of them.
      </p>
      <p className="mt-4">
        <Button look={found ? 'plain' : 'next'} onClick={ask} busy={busy}>
          {found ? 'Look it up again' : 'Send the hash and look it up'}
        </Button>
      </p>
      <p role="status" className="mt-5 font-serif text-[1.16rem] leading-snug">
        {failure ?? (found ? sayFound(found) : busy ? 'Asking…' : null)}
      </p>
      {found ? <FoundList found={found} /> : null}
    </section>
  )
}

export function useLookUp(hash: string) {
  const [answer, setAnswer] = useState<Answer>({ busy: false, found: null, failure: null })
  const ask = async () => {
    setAnswer({ ...answer, busy: true, failure: null })
    try {
      const { data } = await api<{ data: FoundView[] }>('GET', `documents/${hash}`)
      setAnswer({ busy: false, found: data, failure: null })
    } catch (error) {
      setAnswer({ busy: false, found: null, failure: sayFailure(error) })
    }
  }
  return { ...answer, ask }
}

function sayFailure(error: unknown): string {
  if (error instanceof ApiProblem) return error.detail
  return error instanceof Unreachable
    ? 'The desk cannot be reached. Try again in a moment.'
    : 'Something went wrong here.'
}
