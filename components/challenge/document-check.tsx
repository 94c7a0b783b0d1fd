'use client'

import { useState } from 'react'
import type { ChallengeView } from '@/components/data/types'
import { FileDoor } from '@/components/proof/file-door'
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
  const [result, setResult] = useState<Result | null>(null)

  const check = async (file: File) => {
    setResult('reading')
    try {
      const sha256 = await hashFile(file)
      setResult({ ...judgeFile({ name: file.name, sha256 }, documents), sha256 })
    } catch {
      setResult('unreadable')
    }
  }
  return (
    <details className="border-line border-t pt-2">
      <summary className="w-fit cursor-pointer py-1 text-[.95rem]">Is this the file? Check one here</summary>
      <div className="mt-2">
        <FileDoor onFile={(file) => void check(file)}>
          Drop it here or choose it. It is hashed in this page and sent nowhere.
        </FileDoor>
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
      </div>
    </details>
  )
}
