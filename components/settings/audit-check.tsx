'use client'

import { useState } from 'react'
import { ApiProblem, api } from '@/components/data/api'
import { Button } from '@/components/ui/button'
import { Status } from '@/components/ui/status'
import type { AuditCheck as Result } from '@/lib/audit/entry'
import type { AuditLine } from './audit-words'
import { collectPages } from './collect-pages'

type Props = {
  /** The list's path under /api/v1. */
  path: string
  /** Whose it is; none: the desk's own. */
  organization?: string
}

type Page = { data: AuditLine[]; next_cursor: string | null }

/** Fetches the whole log and computes every hash of it in this browser. */
export function AuditCheck({ path, organization }: Props) {
  const [busy, setBusy] = useState(false)
  const [found, setFound] = useState<Result | string | null>(null)

  const check = async () => {
    setBusy(true)
    setFound(null)
    try {
      const entries = await collectPages((query) =>
        api<Page>('GET', `${path}${query}&order=oldest`, organization === undefined ? {} : { organization }),
      )
      const { verifyAudit } = await import('@/lib/audit/entry')
      setFound(verifyAudit(entries as AuditLine[]))
    } catch (error) {
      setFound(error instanceof ApiProblem ? error.detail : 'The desk cannot be reached. Try again in a moment.')
    } finally {
      setBusy(false)
    }
  }

  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 pt-3">
        <p className="min-w-0 grow basis-60 text-[.92rem] text-soft">
          Each entry hashes the one before it, so none can be changed, taken out or slipped in unseen.
        </p>
        <Button busy={busy} onClick={() => void check()}>
          Check the chain here
        </Button>
      </div>
      <div role="status" className="mt-2">
        {found === null ? null : <Verdict found={found} />}
      </div>
    </>
  )
}

function Verdict({ found }: { found: Result | string }) {
  if (typeof found === 'string') return <Status look="wait">Not checked: {found}</Status>
  if (!found.ok) return <Status look="no">It does not hold: {found.why}.</Status>
  const entries = found.length === 1 ? 'one entry' : `all ${found.length} entries`
  return (
    <Status look="ok">
      It holds: {entries} computed in this browser. The last hash is {found.head.slice(0, 12)}…{found.head.slice(-8)}.
    </Status>
  )
}
