'use client'

import Link from 'next/link'
import { useState } from 'react'
import { fetchFile, saveFile } from '@/components/case/send-file'
import { ApiProblem } from '@/components/data/api'
import { Button } from '@/components/ui/button'
import { Status, type StatusLook } from '@/components/ui/status'
import { useOpenChallenge } from './challenge-context'

/** The deal’s file: with it and a node of the chain it can be ended without this desk. */
export function LeaveSection() {
  const { challenge } = useOpenChallenge()
  const [busy, setBusy] = useState(false)
  const [said, setSaid] = useState<{ look: StatusLook; says: string } | null>(null)
  const isInside = ['creator', 'counterparty', 'moderator'].includes(challenge.your_role)
  if (!challenge.deal_id || !isInside) return null

  const save = async () => {
    setBusy(true)
    try {
      saveFile(await fetchFile(`challenges/${challenge.id}/deal`), `deal-${challenge.deal_id?.slice(2, 14)}.json`)
      setSaid({ look: 'ok', says: 'Saved. Keep it: what is signed later is in a later file.' })
    } catch (error) {
      setSaid({ look: 'no', says: error instanceof ApiProblem ? error.detail : 'The desk cannot be reached.' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <section aria-labelledby="leave">
      <h2 id="leave" className="text-[1.5rem]">
        Without us
      </h2>
      <p className="mt-2 max-w-[44em] text-soft">
        The contract does not need this desk. With the deal’s file you can settle, dispute, have everything given back
        and withdraw through <a href="/leave">one page that works from your disk</a>, or from a terminal.{' '}
        <Link href="/docs/guides/leave-without-us" prefetch={false}>
          How that goes
        </Link>
        .
      </p>
      <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button busy={busy} onClick={() => void save()}>
          Save the deal’s file
        </Button>
        <span role="status">{said ? <Status look={said.look}>{said.says}</Status> : null}</span>
      </div>
    </section>
  )
}
