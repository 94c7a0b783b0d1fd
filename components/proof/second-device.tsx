'use client'

import { useEffect, useState } from 'react'
import { Hashes } from './hashes'
import { QrView } from './qr-picture'
import type { Handover } from './second-device-work'

type Prepared = Handover | { refused: string }

/**
 * Lets another device recompute what the wallet is about to sign: the digest, a code and a link that carry the same fields
 * behind a # (so no server sees them), and the command that does the same without a browser.
 */
export function SecondDevice({ typedData }: { typedData: object }) {
  const prepared = useHandover(typedData)
  if (prepared === null) return <p className="text-[.88rem] text-soft">Computing the digest…</p>
  if ('refused' in prepared) {
    return (
      <p role="alert" className="font-[560] text-red">
        Do not sign this. {prepared.refused}
      </p>
    )
  }

  return (
    <div className="min-w-0">
      <p className="text-[.86rem] text-soft">Digest</p>
      <p className="mono" data-testid="digest">
        {prepared.parts.digest}
      </p>
      <details className="mt-3">
        <summary className="cursor-pointer py-1 underline decoration-edge underline-offset-[.2em]">
          Check it on a second device
        </summary>
        <Ways handover={prepared} />
      </details>
    </div>
  )
}

function Ways({ handover: { parts, link, qr, file } }: { handover: Handover }) {
  return (
    <div className="mt-3 grid min-w-0 gap-4 text-[.92rem]">
      {qr ? (
        <QrView qr={qr} says="A code that opens the check page with these fields" className="w-full max-w-72" />
      ) : null}
      <p>
        {qr ? 'Scan this with a phone, or open ' : 'This is too long for a code. Open '}
        <a href={link} target="_blank" rel="noreferrer">
          this link
        </a>{' '}
        on another device. It computes the digest again from the same fields; nothing behind the # is sent to any
        server. The hashes there, here and on a hardware wallet must be the same.
      </p>
      <Hashes parts={parts} />
      <p>
        Without a browser: <SaveFile text={file} />, then{' '}
        <code className="mono text-ink">npx countersign digest typed-data.json</code>
      </p>
    </div>
  )
}

function SaveFile({ text }: { text: string }) {
  const save = () => {
    const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
    const link = Object.assign(document.createElement('a'), { href: url, download: 'typed-data.json' })
    link.click()
    URL.revokeObjectURL(url)
  }
  return (
    <button type="button" onClick={save} className="py-0.5 underline decoration-edge underline-offset-[.2em]">
      save typed-data.json
    </button>
  )
}

/** Null while it is computed. The same fields in a new object are not computed again. */
function useHandover(typedData: object): Prepared | null {
  const [prepared, setPrepared] = useState<{ of: string; it: Prepared } | null>(null)
  const asked = JSON.stringify(typedData)

  useEffect(() => {
    let wanted = true
    const keep = (it: Prepared) => {
      if (wanted) setPrepared({ of: asked, it })
    }
    import('./second-device-work')
      .then(({ prepareHandover }) => prepareHandover(JSON.parse(asked), window.location.origin))
      .then(keep, () => keep({ refused: 'The digest could not be computed here. Load the page again.' }))
    return () => {
      wanted = false
    }
  }, [asked])

  return prepared?.of === asked ? prepared.it : null
}
