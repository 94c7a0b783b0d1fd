'use client'

import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useNetworks } from '@/components/data/networks'
import { Dialog } from '@/components/ui/dialog'
import { useToast } from '@/components/ui/toast'
import { toChecksum } from '@/lib/wallet/checksum'
import { demoId, type WalletEngine, type WalletOffer } from './engine'
import type { ConnectWith } from './party'
import { useParty } from './party'
import { SignIn } from './sign-in'
import { Connecting, SignText, WaitingForOwners, WrongNetwork } from './sign-in-steps'
import { TroubleNote } from './trouble-note'
import { useEngine } from './use-engine'
import { WaitingBar } from './waiting-bar'
import { WalletList } from './wallet-list'

type Props = {
  open: boolean
  ask: ConnectWith
  onOpenChange: (open: boolean) => void
  onSignedIn: (address: string) => void
}

/** One sign-in per window; a contract wallet's goes on while the dialog is closed. */
let current: SignIn | null = null

/** From the choice of a wallet to being signed in, with what will be signed shown in full before the wallet opens. */
export default function ConnectDialog({ open, ask, onOpenChange, onSignedIn }: Props) {
  const signIn = useSignIn(onSignedIn, onOpenChange)
  const state = useSyncExternalStore(signIn.subscribe, signIn.state, signIn.state)
  const { demo, others, switchTo } = useParty()
  const { offers, engineTrouble } = useOffers(open)
  const { step, wallet, account, text, trouble } = state

  const asked = demo.find(({ address }) => address === ask.address)
  const [askedAddress, askedName] = [asked?.address, asked?.name]
  // Once for each opening: `ask` is new each time.
  useEffect(() => {
    if (!open || signIn.state().step === 'waiting') return
    signIn.restart()
    if (ask.address && ask.address === askedAddress)
      void signIn.choose({ id: demoId(askedAddress), name: askedName ?? '' })
  }, [open, ask, signIn, askedAddress, askedName])
  useEffect(() => signIn.resume(), [signIn])

  // What was pressed may be gone; those who cannot see it hear where they are.
  const region = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (open && step !== 'choose' && !trouble) region.current?.focus()
  }, [step, open, trouble])

  const close = (next: boolean) => {
    if (!next && step !== 'waiting') signIn.restart()
    onOpenChange(next)
  }
  const back = step === 'choose' || step === 'done' ? null : () => signIn.restart()
  const note = trouble ? <TroubleNote trouble={trouble} onWay={() => void signIn.goOn()} /> : null

  return (
    <>
      {!open && step === 'waiting' ? <WaitingBar account={account} onShow={() => onOpenChange(true)} /> : null}
      <Dialog open={open} onOpenChange={close} title={titleOf(step, wallet?.name)} says={SAYS[step]}>
        <div ref={region} tabIndex={-1} className="outline-none">
          {step === 'choose' ? (
            <WalletList
              offers={offers}
              failed={engineTrouble}
              wanted={ask.address ?? null}
              others={others}
              onSwitch={(address) => {
                onOpenChange(false)
                void switchTo(address)
              }}
              onChoose={(offer) => void signIn.choose(offer)}
            />
          ) : step === 'connecting' ? (
            <Connecting wallet={wallet ?? NO_WALLET} pairing={state.pairing} note={note} onBack={back} />
          ) : step === 'network' ? (
            <WrongNetwork note={note} onBack={back} />
          ) : step === 'waiting' && account && text ? (
            <WaitingForOwners
              account={account}
              text={text}
              note={note}
              onAgain={() => void signIn.sign()}
              onBack={back}
            />
          ) : (
            <SignText
              step={step}
              account={account}
              text={text}
              note={note}
              onSign={() => void signIn.sign()}
              onBack={back}
            />
          )}
        </div>
      </Dialog>
    </>
  )
}

const NO_WALLET = { id: '', name: 'the wallet' }

const SAYS: Record<string, string> = {
  choose:
    'Your wallet is your name here: you prove that it is yours by signing a text. That costs nothing and moves nothing.',
}

function titleOf(step: string, wallet = 'your wallet'): string {
  if (step === 'choose') return 'Connect a wallet'
  if (step === 'waiting') return 'Waiting for its owners'
  return step === 'connecting' || step === 'network' ? `Connect ${wallet}` : `Sign in with ${wallet}`
}

function useSignIn(onSignedIn: Props['onSignedIn'], onOpenChange: Props['onOpenChange']): SignIn {
  const engine = useEngine()
  const networks = useNetworks()
  const { demo } = useParty()
  const toast = useToast()
  const deps = {
    networks: networks.map(({ chain_id, name }) => ({ chainId: Number(chain_id.split(':')[1]), name })),
    engine,
    spell: toChecksum,
    onSignedIn: (address: string) => {
      onOpenChange(false)
      onSignedIn(address)
      const name = demo.find((wallet) => wallet.address === address)?.name
      toast({ title: 'You are signed in', says: `This window is ${name ?? toChecksum(address)}.` })
    },
  }
  current ??= new SignIn(deps)
  current.update(deps)
  return current
}

/** The wallets to choose from; null while they are looked for. */
function useOffers(open: boolean) {
  const load = useEngine()
  const [offers, setOffers] = useState<WalletOffer[] | null>(null)
  const [engineTrouble, setEngineTrouble] = useState(false)

  useEffect(() => {
    if (!open) return
    let stop: (() => void) | undefined
    let over = false
    const listen = (engine: WalletEngine) => {
      if (over) return
      setEngineTrouble(false)
      setOffers(engine.offers())
      stop = engine.onOffers(() => setOffers(engine.offers()))
    }
    load().then(listen, () => setEngineTrouble(true))
    return () => {
      over = true
      stop?.()
    }
  }, [open, load])

  return { offers, engineTrouble }
}
