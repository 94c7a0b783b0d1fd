'use client'

import { CopyButton } from '@/components/ui/copy-button'
import { Facts } from '@/components/ui/facts'
import { Status, type StatusLook } from '@/components/ui/status'
import { sayClock, toText } from './lines'
import type { Level, TailLine } from './types'

const LOOKS: Readonly<Record<Level, readonly [look: StatusLook, word: string]>> = {
  debug: ['none', 'Debug'],
  info: ['none', 'Info'],
  warn: ['wait', 'Warning'],
  error: ['no', 'Error'],
}

type Props = { line: TailLine; onRequest: (requestId: string) => void }

/** One line; opened, what goes with it. All of it is text. */
export function TailRow({ line, onRequest }: Props) {
  const [look, word] = LOOKS[line.level]
  return (
    <li className="border-line border-b">
      <details className="group">
        <summary className="grid cursor-pointer grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-0.5 py-1.5 text-[.92rem] hover:bg-wash sm:grid-cols-[7.4rem_6.2rem_5.4rem_minmax(0,1fr)]">
          <time dateTime={line.at} className="mono text-soft text-[.86rem]">
            {sayClock(line.at)}
          </time>
          <Status look={look}>{word}</Status>
          <span className="hidden truncate text-soft sm:block">{line.source}</span>
          <span className="col-span-2 min-w-0 [overflow-wrap:anywhere] sm:col-span-1">{line.message}</span>
        </summary>
        <div className="grid grid-cols-1 gap-3 bg-wash px-3 py-3">
          <Facts rows={factsOf(line)} />
          <p className="-ml-1.5 flex flex-wrap gap-x-3">
            <CopyButton text={toText([line])} label="Copy this line" />
            {line.request_id ? (
              <button
                type="button"
                className="min-h-7 rounded-[3px] px-1.5 text-[.92rem] underline hover:bg-sheet"
                onClick={() => onRequest(line.request_id ?? '')}
              >
                Only this request
              </button>
            ) : null}
          </p>
        </div>
      </details>
    </li>
  )
}

function factsOf({ source, request_id, context, at }: TailLine): [string, string][] {
  return [
    ['Source', source],
    ['Time', at],
    ...(request_id ? [['Request id', request_id] as [string, string]] : []),
    ...Object.entries(context).map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  ]
}
