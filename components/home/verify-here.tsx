'use client'

import { type CharacterChange, changeCharacter } from '@/components/proof/change-character'
import { ReportView, sayResult } from '@/components/proof/report-view'
import { Unreadable, useVerification } from '@/components/proof/use-verification'
import { Button, pressable } from '@/components/ui/button'

type Props = {
  /** Where the bundle is. */
  href: string
  /** What it is called once saved, where the desk does not say so itself. */
  fileName?: string
}

/** Verifies the bundle at `href` in this page, whole or with one character changed. The verifier loads on the first press. */
export function VerifyHere({ href, fileName = '' }: Props) {
  const { busy, last, failure, verify } = useVerification<CharacterChange | null>()
  const change = last?.of ?? null

  const verifyWhole = () => verify(async () => ({ bytes: await load(href), of: null }))
  const verifyChanged = () =>
    verify(async () => {
      const changed = changeCharacter(await load(href), Math.random(), Math.random())
      return { bytes: changed.bytes, of: changed }
    })

  return (
    <div className="mt-9">
      <div className="flex flex-wrap items-center gap-3">
        <Button onClick={verifyWhole} busy={busy}>
          {change ? 'Put it back' : last ? 'Verify again' : 'Verify this receipt'}
        </Button>
        {last ? (
          <Button onClick={verifyChanged}>{change ? 'Change another character' : 'Change one character'}</Button>
        ) : null}
        <a href={href} download={fileName} className={pressable()}>
          Download the bundle
        </a>
      </div>

      {change ? <ShownChange change={change} /> : null}
      <p role="status" className="mt-6 font-serif text-[1.28rem] leading-snug">
        {failure ?? (last ? sayResult(last.report) : busy ? 'Verifying…' : null)}
      </p>
      {last ? <ReportView report={last.report} /> : null}
    </div>
  )
}

function ShownChange({ change: { at, from, to, before, after } }: { change: CharacterChange }) {
  return (
    <figure className="mt-6 bg-wash px-4 py-3">
      <figcaption className="text-[.86rem] text-soft">
        Character {at + 1} of the file was {from} and is now {to}
      </figcaption>
      <p className="mono mt-1 break-all">
        …{before}
        <del className="text-soft">{from}</del>
        <ins className="bg-red px-0.5 text-sheet no-underline">{to}</ins>
        {after}…
      </p>
    </figure>
  )
}

async function load(href: string): Promise<Uint8Array> {
  const response = await fetch(href).catch(() => null)
  if (!response?.ok) throw new Unreadable('The bundle could not be fetched. Try again.')
  return new Uint8Array(await response.arrayBuffer())
}
