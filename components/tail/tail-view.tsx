'use client'

import { useDeferredValue, useState } from 'react'
import { sayError } from '@/components/inbox/use-send'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { CopyButton } from '@/components/ui/copy-button'
import { Empty } from '@/components/ui/empty'
import { Waiting } from '@/components/ui/waiting'
import { toTailQuery, toText } from './lines'
import { TailFilter } from './tail-filter'
import { TailRow } from './tail-row'
import type { TailFilter as Filter, TailLine } from './types'
import { useSettled } from './use-settled'
import { type Tail, useTail } from './use-tail'

const TYPING_MS = 350

/** What the desk does for this organization, line by line, as it happens. */
export function TailView({ requestId }: { requestId: string }) {
  const [filter, setFilter] = useState<Filter>({ level: 'debug', text: '', request_id: requestId })
  const [isPaused, setPaused] = useState(false)
  const tail = useTail(useSettled(filter, TYPING_MS), isPaused)
  const lines = useDeferredValue(tail.lines)
  return (
    <div className="grid grid-cols-1 gap-6">
      <TailFilter filter={filter} onChange={setFilter} />
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <p className="text-soft" role="status">
          {isPaused
            ? 'Paused. What comes meanwhile is shown when you go on.'
            : 'New lines come at the top, every two seconds.'}
        </p>
        <div className="flex flex-wrap items-center gap-2">
          {lines.length > 0 ? <CopyButton text={toText(lines)} label={`Copy ${lines.length} lines`} /> : null}
          <Button className="min-h-9! px-3! py-1!" onClick={() => setPaused(!isPaused)}>
            {isPaused ? 'Go on' : 'Pause'}
          </Button>
        </div>
      </div>
      {tail.error ? (
        <Callout look="no" title="The tail could not be read">
          {sayError(tail.error)}
        </Callout>
      ) : null}
      <Lines
        tail={tail}
        lines={lines}
        isNarrowed={Object.keys(toTailQuery(filter)).length > 0}
        onRequest={(request_id) => setFilter({ ...filter, request_id })}
      />
    </div>
  )
}

type LinesProps = {
  tail: Tail
  lines: readonly TailLine[]
  isNarrowed: boolean
  onRequest: (requestId: string) => void
}

function Lines({ tail, lines, isNarrowed, onRequest }: LinesProps) {
  if (!tail.isRead) return tail.error ? null : <Waiting says="Reading the tail" />
  return (
    <>
      {lines.length === 0 ? (
        <Nothing isNarrowed={isNarrowed} />
      ) : (
        <ol aria-label="Lines, newest first" className="border-line border-t">
          {lines.map((line) => (
            <TailRow key={line.id} line={line} onRequest={onRequest} />
          ))}
        </ol>
      )}
      {tail.older ? (
        <p>
          <Button onClick={tail.older} busy={tail.isReadingOlder}>
            Look further back
          </Button>
        </p>
      ) : null}
    </>
  )
}

function Nothing({ isNarrowed }: { isNarrowed: boolean }) {
  return isNarrowed ? (
    <Empty title="No such line so far">
      <p>Lines that fit will appear here as they come.</p>
    </Empty>
  ) : (
    <Empty title="Nothing has happened yet">
      <p>A line appears here for every call of the API in this organization’s name and for every try of a delivery.</p>
    </Empty>
  )
}
