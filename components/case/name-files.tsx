'use client'

import { useId, useState } from 'react'
import { CannotHash, hashFile, saySize } from '@/components/challenge-form/hash-file'
import { Button } from '@/components/ui/button'
import { Hash } from '@/components/ui/hash'
import { Status } from '@/components/ui/status'
import { MAX_FILES } from '@/lib/evidence/limits'
import { addNamed, type HashedFile, LIMITS_SAID, refuseBySize } from './judge-evidence'

type Props = { files: readonly HashedFile[]; onChange: (files: HashedFile[]) => void }

/** Files a dispute names from the start: hashed here, and sent nowhere yet. */
export function NameFiles({ files, onChange }: Props) {
  const id = useId()
  const [said, setSaid] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  const add = async (chosen: File[]) => {
    setBusy(true)
    setSaid(null)
    let named = [...files]
    for (const file of chosen) {
      const no = refuseBySize(file) ?? (named.length >= MAX_FILES ? `At most ${MAX_FILES} files.` : null)
      if (no) {
        setSaid(`${file.name}: ${no}`)
        continue
      }
      try {
        const sha256 = await hashFile(file, () => {})
        named = addNamed(named, { name: file.name.slice(0, 200), size: file.size, sha256 })
      } catch (error) {
        setSaid(`${file.name}: ${error instanceof CannotHash ? error.message : 'it could not be hashed here.'}`)
      }
    }
    onChange(named)
    setBusy(false)
  }
  return (
    <div className="grid gap-2">
      <label htmlFor={id} className="font-[560]">
        Files <span className="font-[400] text-soft">(optional)</span>
      </label>
      <p id={`${id}says`} className="text-[.9rem] text-soft">
        Hashed in this page, so that the dispute names them from the start. You upload them for the panel after that, if
        you like. {LIMITS_SAID}
      </p>
      {files.length > 0 ? (
        <ul className="border-line border-b">
          {files.map((file) => (
            <li
              key={file.sha256}
              className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 border-line border-t py-2"
            >
              <span className="min-w-0 [overflow-wrap:anywhere]">
                {file.name} <span className="text-soft">{saySize(file.size)}</span>
                <br />
                <Hash value={file.sha256} label={`hash of ${file.name}`} />
              </span>
              <Button
                look="quiet"
                aria-label={`Take out ${file.name}`}
                onClick={() => onChange(files.filter(({ sha256 }) => sha256 !== file.sha256))}
              >
                Take out
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      <input
        id={id}
        type="file"
        multiple
        aria-describedby={`${id}says`}
        disabled={busy}
        className="block w-full min-w-0 text-[.94rem] file:mr-3 file:min-h-[42px] file:rounded-[3px] file:border file:border-edge file:bg-transparent file:px-[18px] file:font-[560] file:text-ink hover:file:bg-wash"
        onChange={(event) => {
          const chosen = [...(event.target.files ?? [])]
          event.target.value = ''
          void add(chosen)
        }}
      />
      <div role="status">{said ? <Status look="no">{said}</Status> : null}</div>
    </div>
  )
}
