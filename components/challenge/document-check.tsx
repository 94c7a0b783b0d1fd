'use client'

import { type DragEvent, useId, useState } from 'react'
import type { ChallengeView } from '@/components/data/types'
import { Hash } from '@/components/ui/hash'
import { Status } from '@/components/ui/status'
import { hashFile, judgeFile, saySize } from './hash-file'

type Documents = ChallengeView['documents']

/** The documents by name and hash, and a place to ask “is this the file?”. */
export function DocumentCheck({ documents }: { documents: Documents }) {
  return (
    <div className="mt-6">
      <h3 className="text-[1.2rem]">{documents.length === 1 ? 'One document' : `${documents.length} documents`}</h3>
      <ul className="mt-2">
        {documents.map(({ name, size, sha256 }) => (
          <li
            key={sha256 + name}
            className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 border-line border-t py-2 [overflow-wrap:anywhere]"
          >
            <span className="min-w-0 grow basis-40">
              {name} <span className="text-[.92rem] text-soft">{saySize(size)}</span>
            </span>
            <span className="text-soft">
              sha256 <Hash value={sha256} label={`hash of ${name}`} />
            </span>
          </li>
        ))}
      </ul>
      <IsThisTheFile documents={documents} />
    </div>
  )
}

type Result = { is: boolean; says: string; sha256: string } | 'reading' | 'unreadable'

function IsThisTheFile({ documents }: { documents: Documents }) {
  const id = useId()
  const [result, setResult] = useState<Result | null>(null)
  const [over, setOver] = useState(false)

  const check = async (file: File | undefined) => {
    if (!file) return
    setResult('reading')
    try {
      const sha256 = await hashFile(file)
      setResult({ ...judgeFile({ name: file.name, sha256 }, documents), sha256 })
    } catch {
      setResult('unreadable')
    }
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void check(event.dataTransfer.files[0])
  }

  return (
    <fieldset
      aria-label="Check a file"
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={`min-w-0 border border-dashed px-4 py-3.5 ${over ? 'border-ink bg-wash' : 'border-edge'}`}
    >
      <label htmlFor={id} className="block text-[.95rem]">
        Is this the file? Drop it here or choose it. It is hashed in this page and sent nowhere.
      </label>
      <input
        id={id}
        type="file"
        onChange={(event) => void check(event.target.files?.[0])}
        className="mt-2 max-w-full text-[.92rem] file:mr-3 file:rounded-[3px] file:border file:border-edge file:border-solid file:bg-transparent file:px-3 file:py-1.5 file:font-[560] file:text-ink"
      />
      <div role="status" className="mt-2">
        {result === 'reading' ? <p className="text-soft">Reading it.</p> : null}
        {result === 'unreadable' ? <Status look="no">This file cannot be read here.</Status> : null}
        {result !== null && typeof result === 'object' ? (
          <>
            <Status look={result.is ? 'ok' : 'no'}>{result.says}</Status>
            <p className="mono mt-0.5 text-soft">{result.sha256}</p>
          </>
        ) : null}
      </div>
    </fieldset>
  )
}
