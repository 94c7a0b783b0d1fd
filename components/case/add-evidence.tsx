'use client'

import { useState } from 'react'
import { CannotHash, hashFile, saySize } from '@/components/challenge-form/hash-file'
import { ApiProblem } from '@/components/data/api'
import { FileDoor } from '@/components/proof/file-door'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Hash } from '@/components/ui/hash'
import { Progress } from '@/components/ui/progress'
import { Status } from '@/components/ui/status'
import type { Party } from '@/lib/challenge/state'
import { type HashedFile, judgeEvidence, LIMITS_SAID, refuseBySize } from './judge-evidence'
import { sendFile } from './send-file'
import type { CaseView, EvidenceView } from './types'

type State =
  | { kind: 'idle' }
  | { kind: 'hashing' | 'sending'; name: string; done: number; total: number }
  | { kind: 'hashed'; file: File; hashed: HashedFile }
  | { kind: 'shown'; name: string }
  | { kind: 'refused'; says: string; file?: File; hashed?: HashedFile }

type Props = { dispute: CaseView; role: Party; onAdded: () => Promise<unknown> }

/** One file more: hashed in this page first, and uploaded only when the person says so. */
export function AddEvidence({ dispute, role, onAdded }: Props) {
  const { state, hash, send, forget } = useAdding(dispute, onAdded)
  return (
    <div className="mt-5 grid gap-3">
      <FileDoor onFile={(file) => void hash(file)}>
        <span className="block font-[560]">Show a file</span>
        <span className="block text-[.94rem] text-soft">
          It is hashed in this page first, and sent only when you say so. The desk keeps it encrypted and shows it to
          the two of you and the panel alone. {LIMITS_SAID}
        </span>
      </FileDoor>
      {state.kind === 'hashing' || state.kind === 'sending' ? (
        <Progress
          done={toKb(state.done)}
          total={toKb(state.total)}
          label={`${state.kind === 'hashing' ? 'Hashing' : 'Uploading'} ${state.name}, in kB`}
        />
      ) : null}
      {state.kind === 'hashed' ? (
        <Hashed
          hashed={state.hashed}
          judged={judgeEvidence(state.hashed, dispute.evidence, role)}
          onSend={() => void send(state.file, state.hashed)}
          onForget={forget}
        />
      ) : null}
      <div role="status">
        {state.kind === 'shown' ? <Status look="ok">{state.name} is there for the panel.</Status> : null}
        {state.kind === 'refused' ? <Status look="no">{state.says}</Status> : null}
      </div>
      {state.kind === 'refused' && state.file && state.hashed ? (
        <p>
          <Button onClick={() => void send(state.file as File, state.hashed as HashedFile)}>Try again</Button>
        </p>
      ) : null}
    </div>
  )
}

type HashedProps = {
  hashed: HashedFile
  judged: { may: boolean; says: string }
  onSend: () => void
  onForget: () => void
}

function Hashed({ hashed: { name, size, sha256 }, judged, onSend, onForget }: HashedProps) {
  return (
    <Callout look={judged.may ? 'none' : 'no'} title={<span className="[overflow-wrap:anywhere]">{name}</span>}>
      <p className="text-[.92rem] text-soft">
        {saySize(size)}, sha256 <Hash value={sha256} />
      </p>
      <p className="mt-1">{judged.says}</p>
      <p className="mt-3 flex flex-wrap gap-2">
        {judged.may ? <Button onClick={onSend}>Upload it for the panel</Button> : null}
        <Button look="quiet" onClick={onForget}>
          {judged.may ? 'Do not' : 'Choose another'}
        </Button>
      </p>
    </Callout>
  )
}

function useAdding(dispute: CaseView, onAdded: () => Promise<unknown>) {
  const [state, setState] = useState<State>({ kind: 'idle' })

  const hash = async (file: File) => {
    const no = refuseBySize(file)
    if (no) return setState({ kind: 'refused', says: `${file.name}: ${no}` })
    const at = { kind: 'hashing' as const, name: file.name, total: file.size }
    setState({ ...at, done: 0 })
    try {
      const sha256 = await hashFile(file, (done) => setState({ ...at, done }))
      setState({ kind: 'hashed', file, hashed: { name: file.name.slice(0, 200), size: file.size, sha256 } })
    } catch (error) {
      const says = error instanceof CannotHash ? error.message : 'it could not be hashed here.'
      setState({ kind: 'refused', says: `${file.name}: ${says}` })
    }
  }

  const send = async (file: File, hashed: HashedFile) => {
    const at = { kind: 'sending' as const, name: hashed.name, total: hashed.size }
    setState({ ...at, done: 0 })
    const { name, size, sha256 } = hashed
    const query = new URLSearchParams({ name, size: `${size}`, sha256, case_id: dispute.id })
    try {
      const path = `challenges/${dispute.challenge_id}/evidence?${query}`
      await sendFile<EvidenceView>(path, file, (done) => setState({ ...at, done }))
      setState({ kind: 'shown', name })
      await onAdded()
    } catch (error) {
      const isRefused = error instanceof ApiProblem
      const says = isRefused ? error.detail : 'The desk cannot be reached. The file stays chosen here.'
      setState({ kind: 'refused', says, ...(isRefused && error.status < 500 ? {} : { file, hashed }) })
    }
  }

  return { state, hash, send, forget: () => setState({ kind: 'idle' }) }
}

function toKb(bytes: number): number {
  return Math.ceil(bytes / 1_000)
}
