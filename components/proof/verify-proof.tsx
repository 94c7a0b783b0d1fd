'use client'

import { useRef } from 'react'
import { Button, pressable } from '@/components/ui/button'
import type { Report } from '@/lib/proof/report'
import { ReportView, sayResult } from './report-view'
import { Unreadable, useVerification } from './use-verification'

type Props = {
  /** Where the bundle is. */
  href: string
  /** The reader is a party, so the bundle at `href` is whole; null when it is the same for everybody. */
  whole: boolean | null
  /** A node of the anchor's chain on this origin, as the local chain has. */
  node?: string | undefined
}

/** What can be done with a receipt: check it here, take its file along, print it. The verifier loads on the first press. */
export function VerifyProof({ href, whole, node }: Props) {
  const { busy, last, failure, verify } = useVerification<null>()
  const check = () => verify(async () => ({ bytes: await load(href), of: null }))
  const heading = useRef<HTMLHeadingElement>(null)
  const ask = async (url: string) => {
    await verify(async () => ({ bytes: await load(href), of: null, node: url }))
    // What was pressed is gone once the node has confirmed.
    heading.current?.focus()
  }

  return (
    <div className="mt-9">
      <div role="status">
        {last || failure || busy ? (
          <p className="mb-6 font-serif text-[1.28rem] leading-snug">
            {failure ?? (last ? sayResult(last.report) : 'Verifying…')}
          </p>
        ) : null}
      </div>
      {last ? (
        <section aria-labelledby="checked">
          <h2 id="checked" ref={heading} tabIndex={-1} className="text-[1.28rem] outline-none">
            Checked just now, in this page
          </h2>
          <ReportView report={last.report} />
          {isClaimed(last.report) ? <AskNode onAsk={node ? () => void ask(node) : undefined} /> : null}
        </section>
      ) : null}

      <div className="mt-9 flex flex-wrap items-center gap-3 print:hidden">
        <Button look={last ? 'plain' : 'next'} onClick={check} busy={busy}>
          {last ? 'Verify again' : 'Verify this receipt'}
        </Button>
        <a href={href} download className={pressable(last ? 'next' : 'plain')}>
          Download the bundle
        </a>
        <a href={`${href}.pdf`} className={pressable('plain')}>
          Open it as a PDF
        </a>
        <Button onClick={() => window.print()}>Print or save as PDF</Button>
      </div>
      <p className="mt-4 max-w-[44em] text-[.88rem] text-soft print:hidden">
        {whole === null ? (
          'The file is the same for everybody: who judged, what they signed, and how they came to sit.'
        ) : whole ? (
          <>
            You are a party, so your file holds the terms as they were signed. To hand on:{' '}
            <a href={`${href}?redacted=1`} download>
              one with their hashes only
            </a>
            .
          </>
        ) : (
          'The file is redacted: where the parties hold the terms as they were signed, it has their hashes.'
        )}
      </p>
    </div>
  )
}

function isClaimed({ links }: Report): boolean {
  return links.some(({ name, verdict }) => name === 'anchor' && verdict === 'claimed')
}

/** Pages of a desk talk to their desk only, so other nodes than its local one are asked from outside. */
function AskNode({ onAsk }: { onAsk: (() => void) | undefined }) {
  return (
    <p className="mt-4 max-w-[44em] text-[.92rem] print:hidden">
      The time of the anchor is claimed until a node of its chain confirms it.{' '}
      {onAsk ? (
        <button type="button" onClick={onAsk} className="py-0.5 underline decoration-edge underline-offset-[.2em]">
          Ask the local chain
        </button>
      ) : (
        <>
          This page may talk to no node; ask one with the downloaded file:{' '}
          <code className="mono">npx countersign verify FILE --rpc URL</code>
        </>
      )}
    </p>
  )
}

async function load(href: string): Promise<Uint8Array> {
  const response = await fetch(href).catch(() => null)
  if (!response?.ok) throw new Unreadable('The bundle could not be fetched. Try again.')
  return new Uint8Array(await response.arrayBuffer())
}
