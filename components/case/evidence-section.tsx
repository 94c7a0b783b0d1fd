'use client'

import { useState } from 'react'
import { hashFile, saySize } from '@/components/challenge-form/hash-file'
import { ApiProblem, api } from '@/components/data/api'
import { Button } from '@/components/ui/button'
import { Confirm } from '@/components/ui/confirm'
import { Empty } from '@/components/ui/empty'
import { Hash } from '@/components/ui/hash'
import { Status, type StatusLook } from '@/components/ui/status'
import { Time } from '@/components/ui/time'
import { AddEvidence } from './add-evidence'
import { sayAbsent, saySide } from './say-case'
import { fetchFile, saveFile } from './send-file'
import type { CaseView, EvidenceView } from './types'

type Props = { dispute: CaseView; onChanged: () => Promise<unknown> }

/** What each side shows: names and hashes for all who see the dispute, bytes where they were uploaded. */
export function EvidenceSection({ dispute, onChanged }: Props) {
  const { evidence, your_role: role, status } = dispute
  const mayAdd = role !== 'member' && (status === 'OPEN' || status === 'PREPARED')
  return (
    <section aria-labelledby="evidence">
      <h2 id="evidence" className="text-[1.5rem]">
        Files
      </h2>
      {evidence.length > 0 ? (
        <ul className="mt-3 border-line border-b">
          {evidence.map((file) => (
            <FileRow key={file.id} file={file} dispute={dispute} onChanged={onChanged} />
          ))}
        </ul>
      ) : (
        <div className="mt-3">
          <Empty title="Nothing is shown yet">
            {mayAdd
              ? 'A contract, a message, a delivery note: whatever lets others see what happened.'
              : 'Neither side has shown a file.'}
          </Empty>
        </div>
      )}
      {mayAdd ? <AddEvidence dispute={dispute} role={role} onAdded={onChanged} /> : null}
    </section>
  )
}

function FileRow({ file, dispute, onChanged }: Props & { file: EvidenceView }) {
  const { name, size, sha256, role, created_at, uploaded_at } = file
  const isHere = uploaded_at !== null && name !== null
  return (
    <li className="grid gap-x-5 gap-y-1 border-line border-t py-3 sm:grid-cols-[minmax(0,1fr)_auto]">
      <div className="min-w-0 [overflow-wrap:anywhere]">
        <p>
          {name ?? <span className="text-soft">A file whose name was erased</span>}{' '}
          <span className="text-[.92rem] text-soft">{saySize(size)}</span>
        </p>
        <p className="text-[.9rem] text-soft">
          {saySide(role, dispute.your_role)}, <Time at={created_at} />
        </p>
        <p className="text-[.9rem] text-soft">
          sha256 <Hash value={sha256} label={`hash of ${name ?? 'the file'}`} />
        </p>
        {isHere ? null : <p className="text-[.9rem] text-soft">{sayAbsent(file)}</p>}
      </div>
      <div className="flex flex-wrap items-start gap-x-1 gap-y-1">
        {isHere ? <Download file={file} caseId={dispute.id} /> : null}
        {role === dispute.your_role && name !== null ? (
          <Erase file={file} caseId={dispute.id} onErased={onChanged} />
        ) : null}
      </div>
    </li>
  )
}

type Said = { look: StatusLook; says: string }

/** Saves the file, and hashes what came: the bytes are those of the dispute, or the page says that they are not. */
function Download({ file: { id, name, sha256 }, caseId }: { file: EvidenceView; caseId: string }) {
  const [busy, setBusy] = useState(false)
  const [said, setSaid] = useState<Said | null>(null)

  const run = async () => {
    setBusy(true)
    try {
      const blob = await fetchFile(`cases/${caseId}/evidence/${id}`)
      const same = (await hashFile(blob, () => {})) === sha256
      if (same) saveFile(blob, name ?? `evidence-${sha256.slice(2, 14)}`)
      setSaid(
        same
          ? { look: 'ok', says: 'Saved. Hashed here: the very file.' }
          : { look: 'no', says: 'What came is not that file, so it was not saved.' },
      )
    } catch (error) {
      setSaid({ look: 'no', says: error instanceof ApiProblem ? error.detail : 'The desk cannot be reached.' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="grid gap-1">
      <Button busy={busy} aria-label={`Download ${name}`} onClick={() => void run()}>
        Download
      </Button>
      <span role="status" className="max-w-[16rem] text-[.9rem]">
        {said ? <Status look={said.look}>{said.says}</Status> : null}
      </span>
    </div>
  )
}

function Erase({ file, caseId, onErased }: { file: EvidenceView; caseId: string; onErased: () => Promise<unknown> }) {
  const [open, setOpen] = useState(false)
  const [failed, setFailed] = useState<string | null>(null)
  const erase = async () => {
    try {
      await api('DELETE', `cases/${caseId}/evidence/${file.id}`)
      await onErased()
    } catch (error) {
      setFailed(error instanceof ApiProblem ? error.detail : 'The desk cannot be reached.')
    }
  }
  return (
    <div className="grid gap-1">
      <Button look="quiet" aria-label={`Erase ${file.name}`} onClick={() => setOpen(true)}>
        Erase
      </Button>
      {failed ? (
        <span role="alert" className="max-w-[16rem] text-[.9rem]">
          <Status look="no">{failed}</Status>
        </span>
      ) : null}
      <Confirm
        open={open}
        onOpenChange={setOpen}
        title="Erase this file?"
        says="Its name and its bytes are gone, for the panel too. Its hash and size stay in the dispute."
        action="Erase it"
        look="danger"
        onConfirm={erase}
      />
    </div>
  )
}
