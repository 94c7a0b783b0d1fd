'use client'

import { Progress } from '@/components/ui/progress'
import { FileDoor } from './file-door'
import { LookUp } from './look-up'
import { saySize } from './read-dropped'
import { ReportFacts, ReportView, sayResult } from './report-view'
import { type Dropped, useDropped } from './use-dropped'

/** Verifies a bundle, or hashes any other document and offers to look the hash up. Files never leave the page. */
export function VerifyDoor() {
  const { dropped, take } = useDropped()
  return (
    <div>
      <FileDoor onFile={take} next={!dropped}>
        Drop a file here, or choose one: a receipt’s bundle, or any document. It is read in this page and sent nowhere.
      </FileDoor>
      {dropped ? (
        <div className="mt-7">
          <p className="text-[.88rem] text-soft [overflow-wrap:anywhere]">
            {dropped.name}, {saySize(dropped.size)}
          </p>
          <p role="status" className="font-serif text-[1.28rem] leading-snug">
            {saySoFar(dropped)}
          </p>
          <Found dropped={dropped} />
        </div>
      ) : null}
    </div>
  )
}

function saySoFar(dropped: Dropped): string {
  if (dropped.kind === 'bundle') return sayResult(dropped.report)
  if (dropped.kind === 'document') return 'Not a bundle, so it was hashed as a document.'
  if (dropped.kind === 'failed') return dropped.why
  return dropped.kind === 'hashing' ? 'Computing its SHA-256 here…' : 'Reading…'
}

function Found({ dropped }: { dropped: Dropped }) {
  if (dropped.kind === 'bundle') {
    return (
      <>
        <ReportFacts report={dropped.report} />
        <ReportView report={dropped.report} />
      </>
    )
  }
  if (dropped.kind === 'hashing') {
    const percent = dropped.size === 0 ? 100 : Math.floor((100 * dropped.done) / dropped.size)
    return (
      <div className="mt-4">
        <Progress done={percent} total={100} label="Percent read" />
      </div>
    )
  }
  return dropped.kind === 'document' ? <LookUp key={dropped.hash} hash={dropped.hash} /> : null
}
