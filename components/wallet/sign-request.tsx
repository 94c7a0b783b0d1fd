'use client'

import { type ReactNode, useId, useMemo, useState } from 'react'
import { useNetworks } from '@/components/data/networks'
import type { TypedData } from '@/components/data/types'
import { SecondDevice } from '@/components/proof/second-device'
import { Button } from '@/components/ui/button'
import { Waiting } from '@/components/ui/waiting'
import { caip2 } from '@/lib/proof/chains'
import { FieldTable, ShortFields } from './fields'
import { listFields, type Shown } from './list-fields'
import { useParty } from './party'
import { toTrouble, WalletProblem, type WalletTrouble } from './trouble'
import { TroubleNote } from './trouble-note'
import { type Signature, type SignerState, useSigner } from './use-signer'

type Props = {
  /** Null while it loads. */
  typedData: TypedData | null
  /** On the red button: what signing does. */
  label: string
  /** Sends it. What it throws is shown here; a signature that could not be sent is kept and sent again. */
  onSigned: (signature: Signature) => Promise<void>
  busy?: boolean
  /** Fetches a fresh text when this one is out of date. */
  onNewText?: () => void
  /** Other things to do, under the red button. */
  children?: ReactNode
}

/** What the wallet will show, field for field, then the one button that asks it to sign. */
export function SignRequest({ typedData, label, onSigned, busy = false, onNewText, children }: Props) {
  const { party, openConnect } = useParty()
  const request = useRequest(typedData, onSigned)
  const shown = useMemo(() => (typedData ? tryList(typedData) : null), [typedData])

  if (!typedData || shown === null) return <Waiting says="Getting the text to sign" />
  if (shown === 'unshowable') {
    return <TroubleNote trouble={toTrouble(new WalletProblem('unshowable'))} onWay={onNewText ?? reload} />
  }

  const way = (trouble: WalletTrouble) => {
    const { act } = trouble.way
    if (act === 'sign-in' || act === 'choose-wallet') return openConnect(party ? { address: party.address } : {})
    if (act === 'new-text' && onNewText) return onNewText()
    void request.run({ chooseAccount: act === 'choose-account' })
  }
  const working = busy || request.step !== 'idle'

  return (
    <div className="min-w-0">
      <WalletShows shown={shown} typedData={typedData} />
      <div className="mt-4 grid gap-3">
        {request.trouble && !working ? (
          <TroubleNote trouble={request.trouble} onWay={() => way(request.trouble as WalletTrouble)} />
        ) : party ? (
          <Button look="next" className="w-full" busy={working} onClick={() => void request.run({})}>
            {label}
          </Button>
        ) : (
          <Button look="next" className="w-full" onClick={() => openConnect()}>
            Connect a wallet to sign
          </Button>
        )}
        <p role="status" className={working ? 'text-[.9rem] text-soft' : 'sr-only'}>
          {working ? SAYS[request.step === 'idle' ? 'sending' : request.step] : null}
        </p>
        {children}
      </div>
    </div>
  )
}

type Step = SignerState | 'sending'

const SAYS: Record<Exclude<Step, 'idle'>, string> = {
  connecting: 'Opening your wallet.',
  switching: 'Your wallet asks whether it may switch the network.',
  signing: 'Look at your wallet: it shows the text above. Nothing happens until you sign there.',
  sending: 'Signed. Sending it to the desk.',
}

/** Signing and sending as one thing to do, where each half can be repeated by itself. */
function useRequest(typedData: TypedData | null, onSigned: Props['onSigned']) {
  const signer = useSigner()
  const [sending, setSending] = useState(false)
  const [refused, setRefused] = useState<WalletTrouble | null>(null)
  const [kept, setKept] = useState<{ of: TypedData; signature: Signature } | null>(null)

  const run = async (options: { chooseAccount?: boolean }) => {
    if (!typedData) return
    setRefused(null)
    const signature = kept?.of === typedData ? kept.signature : await signer.sign(typedData, options).catch(() => null)
    if (signature === null) return

    setKept({ of: typedData, signature })
    setSending(true)
    try {
      await onSigned(signature)
      setKept(null)
    } catch (error) {
      const trouble = toTrouble(error)
      setRefused(trouble)
      // A desk that cannot be reached gets the same signature again; one that refused it will not take it later.
      if (!['offline', 'chain-silent', 'wait', 'signed-out'].includes(trouble.kind)) setKept(null)
    } finally {
      setSending(false)
    }
  }

  const step: Step = sending ? 'sending' : signer.state
  return { run, step, trouble: refused ?? signer.trouble }
}

function WalletShows({ shown, typedData }: { shown: Shown; typedData: TypedData }) {
  const heading = useId()
  const networks = useNetworks()
  const { chainId } = typedData.domain
  const network = networks.find(({ chain_id }) => chain_id === caip2(chainId))?.name

  return (
    <section aria-labelledby={heading} className="bg-wash px-4 py-3.5 text-[.92rem]">
      <h3 id={heading} className="font-[600] font-sans text-[1em] tracking-normal">
        Your wallet will show
      </h3>
      <ShortFields title={shown.title} fields={shown.main} />
      <details className="mt-3">
        <summary className="cursor-pointer py-1 underline decoration-edge underline-offset-[.2em]">
          Every field, in the wallet’s order
        </summary>
        <FieldTable caption={`Message: ${typedData.primaryType}`} fields={shown.message} />
        <FieldTable caption="Who it is for" fields={shown.domain} network={network} />
      </details>
      <div className="mt-3 border-line border-t pt-3">
        <SecondDevice typedData={typedData} />
      </div>
    </section>
  )
}

function tryList(typedData: TypedData): Shown | 'unshowable' {
  try {
    return listFields(typedData)
  } catch {
    return 'unshowable'
  }
}

function reload() {
  location.reload()
}
