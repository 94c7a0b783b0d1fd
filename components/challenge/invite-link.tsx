'use client'

import { useEffect, useState } from 'react'
import type { QrPicture } from '@/components/proof/qr'
import { QrView } from '@/components/proof/qr-picture'
import { Button } from '@/components/ui/button'
import { Sign } from '@/components/ui/sign'
import { COPIED_WORDS, useCopy } from '@/components/ui/use-copy'
import { useOpenChallenge } from './challenge-context'
import { InviteMail } from './invite-mail'

/** The link that makes somebody the other side, to copy or to scan. */
export function InviteLink() {
  const url = useOpenChallenge().challenge.invite_url
  return url ? <Link url={url} /> : null
}

function Link({ url }: { url: string }) {
  const { copied, copy } = useCopy(url)
  const qr = useQr(url)
  return (
    <div className="mt-5">
      <p id="invite" className="mono border border-line bg-wash px-3 py-2.5 select-all" data-testid="invite">
        {url}
      </p>
      <Button look="next" className="mt-3 w-full" onClick={copy} aria-describedby="invite">
        <Sign shape={copied === 'yes' ? 'check' : 'copy'} />
        {copied === 'yes' ? 'Copied' : 'Copy the invite link'}
      </Button>
      <p role="status" className={copied === 'no' ? 'mt-2 text-red' : 'sr-only'}>
        {copied ? COPIED_WORDS[copied] : null}
      </p>
      {qr ? (
        <details className="mt-3">
          <summary className="w-fit cursor-pointer py-1 text-[.92rem]">Show it as a code to scan</summary>
          <QrView qr={qr} says="The invite link as a code to scan" className="mt-2 w-full max-w-[240px]" />
        </details>
      ) : null}
      <InviteMail />
      <p className="mt-3 text-[.92rem] text-soft">
        This page changes by itself when they answer. The link dies with these terms: change them, and there is a new
        one.
      </p>
    </div>
  )
}

/** Null until its code has been loaded and drawn. */
function useQr(text: string): QrPicture | null {
  const [qr, setQr] = useState<QrPicture | null>(null)
  useEffect(() => {
    let wanted = true
    import('@/components/proof/qr').then(
      ({ drawQr }) => wanted && setQr(drawQr(text, 'L')),
      () => undefined,
    )
    return () => {
      wanted = false
    }
  }, [text])
  return qr
}
