'use client'

import { type ReactNode, useEffect, useState } from 'react'
import type { QrPicture } from '@/components/proof/qr'
import { QrView } from '@/components/proof/qr-picture'
import { Address } from '@/components/ui/address'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Countdown, Time } from '@/components/ui/time'
import { Waiting } from '@/components/ui/waiting'
import type { WalletId } from './engine'
import type { Account, SignInState, SignInText } from './sign-in'

type Back = (() => void) | null

function BackButton({ onBack }: { onBack: Back }) {
  return onBack ? (
    <Button look="quiet" className="w-full" onClick={onBack}>
      Choose another wallet
    </Button>
  ) : null
}

type ConnectingProps = { wallet: WalletId; pairing: string | null; note: ReactNode; onBack: Back }

/** The wallet has been asked which account it shows. */
export function Connecting({ wallet, pairing, note, onBack }: ConnectingProps) {
  const says = wallet.id.startsWith('demo:')
    ? `Opening ${wallet.name}`
    : `Answer in ${wallet.name}: it asks which account to use.`
  return (
    <div className="grid gap-4">
      {note ?? (pairing ? <Pairing uri={pairing} /> : <Waiting says={says} />)}
      <BackButton onBack={onBack} />
    </div>
  )
}

/** WalletConnect's address as a code to scan and a link to open. */
function Pairing({ uri }: { uri: string }) {
  const [qr, setQr] = useState<QrPicture | null>(null)
  useEffect(() => {
    let wanted = true
    import('@/components/proof/qr').then(({ drawQr }) => wanted && setQr(drawQr(uri, 'L')))
    return () => {
      wanted = false
    }
  }, [uri])

  return (
    <div className="grid justify-items-center gap-3 text-center">
      {qr ? (
        <QrView qr={qr} says="A code for your wallet to scan" className="w-full max-w-72" />
      ) : (
        <Waiting says="Drawing the code" />
      )}
      <p role="status">Scan this with the wallet on your phone, then answer there.</p>
      <p className="flex flex-wrap items-center justify-center gap-x-4">
        <a href={uri} className="py-1">
          Open in a wallet here
        </a>
        <CopyButton text={uri} label="Copy the code" />
      </p>
    </div>
  )
}

export function WrongNetwork({ note, onBack }: { note: ReactNode; onBack: Back }) {
  return (
    <div className="grid gap-4">
      {note ?? <Waiting says="The wallet asks whether it may switch." />}
      <BackButton onBack={onBack} />
    </div>
  )
}

type SignTextProps = {
  step: SignInState['step']
  account: Account | null
  text: SignInText | null
  note: ReactNode
  onSign: () => void
  onBack: Back
}

const BUSY: Partial<Record<SignInState['step'], string>> = {
  signing: 'Look at your wallet: it shows this text. Nothing happens until you sign there.',
  proving: 'Signed. Signing you in.',
}

/** What will be signed, in full, before the wallet opens. */
export function SignText({ step, account, text, note, onSign, onBack }: SignTextProps) {
  const busy = step in BUSY
  return (
    <div className="grid gap-4">
      {account ? (
        <p className="flex flex-wrap items-center gap-x-2">
          <span className="text-soft">As</span> <Address value={account.address} />
        </p>
      ) : null}
      {text ? <TextToSign text={text} /> : note ? null : <Waiting says="Getting the text to sign" />}
      {note ??
        (text ? (
          <Button look="next" className="w-full" busy={busy || step === 'done'} onClick={onSign}>
            Sign this text
          </Button>
        ) : null)}
      <p role="status" className="min-h-[1.4em] text-[.92rem] text-soft">
        {BUSY[step] ?? (text && !note ? <Expiry text={text} /> : null)}
      </p>
      {busy ? null : <BackButton onBack={onBack} />}
    </div>
  )
}

function Expiry({ text }: { text: SignInText }) {
  return (
    <>
      Good for <Countdown until={text.expires_at} says="The text is good for" />. If you do nothing, nothing happens.
    </>
  )
}

function TextToSign({ text }: { text: SignInText }) {
  return (
    <section aria-label="The text you sign">
      <h3 className="font-[600] font-sans text-[.92rem] tracking-normal">Your wallet will show exactly this</h3>
      <pre
        className="mono mt-2 whitespace-pre-wrap bg-wash px-4 py-3.5 leading-relaxed [overflow-wrap:anywhere]"
        data-testid="sign-in-text"
      >
        {text.message}
      </pre>
    </section>
  )
}

type OwnersProps = { account: Account; text: SignInText; note: ReactNode; onAgain: () => void; onBack: Back }

/** A contract signs when enough of its owners did. That may take a day, and goes on without this dialog. */
export function WaitingForOwners({ account, text, note, onAgain, onBack }: OwnersProps) {
  return (
    <div className="grid gap-4">
      <p>
        <Address value={account.address} /> is a contract. Its owners each sign this text in the wallet; you are signed
        in when enough of them have. You can close this and go on reading; keep the page open, or come back before{' '}
        <Time at={text.expires_at} />.
      </p>
      <TextToSign text={text} />
      {note ?? (
        <>
          <Waiting says="Waiting for its owners" />
          <Button className="w-full" onClick={onAgain}>
            Ask the wallet again
          </Button>
        </>
      )}
      <BackButton onBack={onBack} />
    </div>
  )
}
