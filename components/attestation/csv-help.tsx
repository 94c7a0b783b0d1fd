'use client'

import { Button } from '@/components/ui/button'
import { saveFile } from './save-file'

const EXAMPLE = [
  'recipient,integra_hash,token_id,capabilities,expiration_time',
  `0x70997970c51812dc3a010c7d01b50e0d17dc79c8,0x${'1f'.repeat(32)},1,view|transfer,2030-01-01T00:00:00Z`,
  `0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc,0x${'1f'.repeat(32)},2,view,`,
]

/** What the file looks like. */
export function CsvHelp() {
  return (
    <details>
      <summary className="min-h-7 w-fit cursor-pointer py-1">What the file looks like</summary>
      <div className="mt-2 grid max-w-[44em] grid-cols-[minmax(0,1fr)] gap-3 text-[.94rem]">
        <p>CSV in UTF-8. The first row names the columns, in any order:</p>
        <ul className="grid list-disc gap-1 pl-5">
          <li>
            <code className="mono">recipient</code>: the wallet it is about
          </li>
          <li>
            <code className="mono">integra_hash</code>: the document’s hash, 0x and 64 hexadecimal digits
          </li>
          <li>
            <code className="mono">token_id</code>: a whole number
          </li>
          <li>
            <code className="mono">capabilities</code>: one or more, separated by |
          </li>
          <li>
            <code className="mono">expiration_time</code>: a time with its zone, like 2030-01-01T00:00:00Z, or empty.
            The column may be left out.
          </li>
        </ul>
        <div>
          <Button onClick={() => saveFile('attestations-example.csv', `${EXAMPLE.join('\r\n')}\r\n`)}>
            Download an example
          </Button>
        </div>
      </div>
    </details>
  )
}
