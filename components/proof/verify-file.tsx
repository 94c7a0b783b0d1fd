'use client'

import { type DragEvent, useId, useState } from 'react'
import { ReportFacts, ReportView, sayResult } from './report-view'
import { Unreadable, useVerification } from './use-verification'

const MAX_BYTES = 16 * 1024 * 1024

/** Verifies a bundle that the person drops or chooses. It is read here and sent nowhere. */
export function VerifyFile() {
  const { busy, last, failure, verify } = useVerification<{ name: string }>()

  const take = (file: File | undefined) => {
    if (file) void verify(async () => ({ bytes: await read(file), of: { name: file.name } }))
  }

  return (
    <div>
      <FileDoor onFile={take} />
      <div role="status" className="mt-5">
        {last && !failure ? <p className="break-all text-[.88rem] text-soft">{last.of.name}</p> : null}
        <p className="font-serif text-[1.28rem] leading-snug">
          {failure ?? (last ? sayResult(last.report) : busy ? 'Verifying…' : null)}
        </p>
      </div>
      {last ? (
        <>
          <ReportFacts report={last.report} />
          <ReportView report={last.report} />
        </>
      ) : null}
    </div>
  )
}

function FileDoor({ onFile }: { onFile: (file: File | undefined) => void }) {
  const [over, setOver] = useState(false)
  const id = useId()

  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    onFile(event.dataTransfer.files[0])
  }
  const hover = (event: DragEvent) => {
    event.preventDefault()
    setOver(true)
  }

  return (
    <fieldset
      className={`min-w-0 border border-edge border-dashed px-6 py-7 ${over ? 'bg-wash' : ''}`}
      onDragOver={hover}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <label htmlFor={id} className="block">
        Drop a bundle here, or choose one. It is checked in this page and sent nowhere.
      </label>
      <input
        id={id}
        type="file"
        accept="application/json,.json"
        className="mt-3 max-w-full file:mr-3 file:rounded-[3px] file:border file:border-edge file:border-solid file:bg-transparent file:px-[18px] file:py-[10px] file:font-[560] file:text-ink hover:file:bg-wash"
        onChange={(event) => {
          onFile(event.target.files?.[0])
          // So that choosing the same file again is a change again.
          event.target.value = ''
        }}
      />
    </fieldset>
  )
}

async function read(file: File): Promise<Uint8Array> {
  if (file.size > MAX_BYTES) throw new Unreadable('This file is larger than 16 MiB, so it is not a bundle.')
  try {
    return new Uint8Array(await file.arrayBuffer())
  } catch {
    throw new Unreadable('The file could not be read. Choose it again.')
  }
}
