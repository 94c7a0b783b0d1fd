'use client'

import { useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Hash } from '@/components/ui/hash'
import { Progress } from '@/components/ui/progress'
import { Status } from '@/components/ui/status'
import { GroupError, useForm } from './form-context'
import { CannotHash, hashFile, saySize } from './hash-file'
import { newRowId } from './row-id'

type Work = { name: string; done: number; total: number }
const MOST = 50

/** Files that belong to the deal: hashed here, and only their names, sizes and hashes are kept. */
export function DocumentsSection() {
  const { values, change } = useForm()
  const { work, refused, add } = useHashing()
  const id = useId()
  return (
    <div className="grid gap-4">
      <p id={`${id}says`} className="max-w-[40em] text-[.94rem] text-soft">
        A file never leaves this page. Its SHA-256 is computed here, and name, size and hash become part of the terms.
        Whoever has the same file can check it against them. Keep the file: the desk has no copy.
      </p>
      <GroupError name="documents" />
      {values.documents.length > 0 ? (
        <ul className="border-line border-t">
          {values.documents.map((document) => (
            <li
              key={document.id}
              className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 border-line border-b py-2"
            >
              <span className="min-w-0 [overflow-wrap:anywhere]">
                {document.name} <span className="text-soft">{saySize(document.size)}</span>
                <br />
                <Hash value={document.sha256} label="sha256" />
              </span>
              <Button
                look="quiet"
                aria-label={`Take out ${document.name}`}
                onClick={() =>
                  change((before) => ({ documents: before.documents.filter((each) => each.id !== document.id) }))
                }
              >
                Take out
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      {work ? <Progress done={toKb(work.done)} total={toKb(work.total)} label={`Hashing ${work.name}, in kB`} /> : null}
      <div role="status">
        {refused.map(({ name, why }) => (
          <p key={name} className="text-[.92rem]">
            <Status look="no">
              {name}: {why}
            </Status>
          </p>
        ))}
      </div>
      <div>
        <label htmlFor={id} className="block font-[560]">
          Add files
        </label>
        <input
          id={id}
          type="file"
          multiple
          aria-describedby={`${id}says`}
          disabled={work !== null}
          className="mt-1.5 block w-full min-w-0 text-[.94rem] file:mr-3 file:min-h-[42px] file:rounded-[3px] file:border file:border-edge file:bg-transparent file:px-[18px] file:font-[560] file:text-ink hover:file:bg-wash"
          onChange={(event) => {
            const files = [...(event.target.files ?? [])]
            event.target.value = ''
            void add(files)
          }}
        />
      </div>
    </div>
  )
}

function toKb(bytes: number): number {
  return Math.ceil(bytes / 1_000)
}

function useHashing() {
  const { values, change } = useForm()
  const [work, setWork] = useState<Work | null>(null)
  const [refused, setRefused] = useState<{ name: string; why: string }[]>([])

  async function add(files: File[]) {
    const room = MOST - values.documents.length
    const no = files.slice(room).map(({ name }) => ({ name, why: `at most ${MOST} documents.` }))
    for (const file of files.slice(0, room)) {
      setWork({ name: file.name, done: 0, total: file.size })
      try {
        const sha256 = await hashFile(file, (done) => setWork({ name: file.name, done, total: file.size }))
        const row = { id: newRowId(), name: file.name.slice(0, 200), size: file.size, sha256 }
        change((before) =>
          before.documents.some((each) => each.sha256 === sha256 && each.name === row.name)
            ? {}
            : { documents: [...before.documents, row] },
        )
      } catch (error) {
        no.push({ name: file.name, why: error instanceof CannotHash ? error.message : 'it could not be hashed here.' })
      }
    }
    setWork(null)
    setRefused(no)
  }

  return { work, refused, add }
}
