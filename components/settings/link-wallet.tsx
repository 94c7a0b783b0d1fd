'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { ApiProblem, api } from '@/components/data/api'
import { useNetworks } from '@/components/data/networks'
import { Address } from '@/components/ui/address'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Countdown } from '@/components/ui/time'
import { useToast } from '@/components/ui/toast'
import { Waiting } from '@/components/ui/waiting'
import type { WalletEngine, WalletOffer, WalletSession } from '@/components/wallet/engine'
import type { Party } from '@/components/wallet/party-type'
import { toTrouble, WalletProblem, type WalletTrouble } from '@/components/wallet/trouble'
import { TroubleNote } from '@/components/wallet/trouble-note'
import { useEngine } from '@/components/wallet/use-engine'
import { WalletList } from '@/components/wallet/wallet-list'
import { caip2 } from '@/lib/proof/chains'
import { toChecksum } from '@/lib/wallet/checksum'

type Text = { challenge_id: string; message: string; expires_at: string }
type Chosen = { offer: WalletOffer; session: WalletSession; address: string; text: Text }

type Step =
  | { at: 'choose' }
  | { at: 'asking'; offer: WalletOffer }
  | { at: 'text'; chosen: Chosen }
  | { at: 'signing'; chosen: Chosen }
  | { at: 'trouble'; trouble: WalletTrouble; offer: WalletOffer; chosen: Chosen | null; signature: string | null }

/** Linking is not about who else is signed in here. */
const NOBODY: Party[] = []
const stay = () => undefined

/** Not used up: the wallet is somebody's already. */
function hasOwnAccount(error: unknown): boolean {
  return error instanceof ApiProblem && error.code === 'E1007' && error.detail.includes('another account')
}

const OWN_ACCOUNT: WalletTrouble = {
  kind: 'refused',
  title: 'This wallet has an account of its own',
  says: 'It has signed in here before. To have it in this account, sign in with it, erase that account under Your data, and link it here then.',
  way: { label: 'Choose another wallet', act: 'choose-wallet' },
}

/** Links one more wallet to the account: which one, the text in full, the wallet's signature. */
export function LinkWallet({ account }: { account: string }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button look="next" onClick={() => setOpen(true)}>
        Link another wallet
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Link another wallet"
        says={<>It joins the account of {toChecksum(account)} when it has signed a text that says so.</>}
      >
        {open ? <Steps account={account} onDone={() => setOpen(false)} /> : null}
      </Dialog>
    </>
  )
}

function Steps({ account, onDone }: { account: string; onDone: () => void }) {
  const router = useRouter()
  const toast = useToast()
  const networks = useNetworks()
  const { engine, offers, failed } = useOffers()
  const [step, setStep] = useState<Step>({ at: 'choose' })

  const failedAt = (
    offer: WalletOffer,
    error: unknown,
    chosen: Chosen | null = null,
    signature: string | null = null,
  ) => {
    const shown = {
      wallet: offer.name,
      network: networks[0]?.name,
      wanted: chosen ? toChecksum(chosen.address) : undefined,
    }
    const trouble = hasOwnAccount(error) ? OWN_ACCOUNT : toTrouble(error, shown)
    setStep({ at: 'trouble', trouble, offer, chosen, signature })
  }

  const choose = async (offer: WalletOffer, chooseAccount = false) => {
    setStep({ at: 'asking', offer })
    try {
      const session = await engine?.open(offer.id, { chooseAccount })
      const [address] = (await session?.accounts()) ?? []
      if (!session || !address) throw new WalletProblem('locked', { wallet: offer.name })
      await askFor(offer, session, address)
    } catch (error) {
      failedAt(offer, error)
    }
  }

  const askFor = async (offer: WalletOffer, session: WalletSession, address: string) => {
    const chainId = await session.chainId()
    if (!networks.some(({ chain_id }) => chain_id === caip2(chainId))) throw new WalletProblem('wrong-network')
    const contract = await session.hasCode(address)
    const body = {
      wallet_address: address,
      chain_id: caip2(chainId),
      purpose: 'link_wallet',
      ...(contract ? { contract } : {}),
    }
    const text = await api<Text>('POST', 'wallet/challenge', { body })
    setStep({ at: 'text', chosen: { offer, session, address, text } })
  }

  const sign = async (chosen: Chosen, signed: string | null = null) => {
    setStep({ at: 'signing', chosen })
    let signature = signed
    try {
      signature ??= await chosen.session.signText(chosen.text.message, chosen.address)
      await api('POST', 'wallet/verify', { body: { challenge_id: chosen.text.challenge_id, signature } })
      toast({ title: 'The wallet is linked' })
      router.refresh()
      onDone()
    } catch (error) {
      failedAt(chosen.offer, error, chosen, signature)
    }
  }

  const goOn = async ({ trouble, offer, chosen, signature }: Extract<Step, { at: 'trouble' }>) => {
    const { act } = trouble.way
    if (act === 'choose-wallet' || act === 'sign-in') return setStep({ at: 'choose' })
    if (act === 'choose-account') return choose(offer, true)
    if (act === 'switch-network') return switchNetwork(offer)
    if (act === 'again' && chosen) return sign(chosen, signature)
    return choose(offer)
  }

  const switchNetwork = async (offer: WalletOffer) => {
    setStep({ at: 'asking', offer })
    try {
      const session = await engine?.open(offer.id, { silent: true })
      const wanted = Number(networks[0]?.chain_id.split(':')[1])
      await session?.switchTo(wanted)
    } catch (error) {
      return failedAt(offer, error)
    }
    await choose(offer)
  }

  switch (step.at) {
    case 'choose':
      return (
        <WalletList
          offers={offers?.filter(({ id }) => id !== `demo:${account}`) ?? null}
          failed={failed}
          wanted={null}
          others={NOBODY}
          onSwitch={stay}
          onChoose={(offer) => void choose(offer)}
        />
      )
    case 'asking':
      return <Waiting says={`Answer in ${step.offer.name}: it asks which account to use.`} />
    case 'trouble':
      return (
        <div className="grid gap-4">
          {step.chosen ? <TheText chosen={step.chosen} /> : null}
          <TroubleNote trouble={step.trouble} onWay={() => void goOn(step)} />
          {step.trouble.way.act === 'choose-wallet' ? null : <Back onBack={() => setStep({ at: 'choose' })} />}
        </div>
      )
    default:
      return (
        <div className="grid gap-4">
          <TheText chosen={step.chosen} />
          <Button look="next" className="w-full" busy={step.at === 'signing'} onClick={() => void sign(step.chosen)}>
            Sign this text
          </Button>
          <p role="status" className="min-h-[1.4em] text-[.92rem] text-soft">
            {step.at === 'signing' ? (
              'Look at your wallet: it shows this text. Nothing happens until you sign there.'
            ) : (
              <>
                Good for <Countdown until={step.chosen.text.expires_at} says="The text is good for" />. If you do
                nothing, nothing happens.
              </>
            )}
          </p>
          {step.at === 'text' ? <Back onBack={() => setStep({ at: 'choose' })} /> : null}
        </div>
      )
  }
}

function Back({ onBack }: { onBack: () => void }) {
  return (
    <Button look="quiet" className="w-full" onClick={onBack}>
      Choose another wallet
    </Button>
  )
}

/** What will be signed, in full, before the wallet opens. */
function TheText({ chosen: { address, text } }: { chosen: Chosen }) {
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2">
        <span className="text-soft">With</span> <Address value={address} />
      </p>
      <section aria-label="The text you sign">
        <h3 className="font-[600] font-sans text-[.92rem] tracking-normal">Your wallet will show exactly this</h3>
        <pre className="mono mt-2 whitespace-pre-wrap bg-wash px-4 py-3.5 leading-relaxed [overflow-wrap:anywhere]">
          {text.message}
        </pre>
      </section>
    </>
  )
}

/** The wallet code, loaded now, and the wallets it finds. */
function useOffers() {
  const openEngine = useEngine()
  const [engine, setEngine] = useState<WalletEngine | null>(null)
  const [offers, setOffers] = useState<WalletOffer[] | null>(null)
  const [failed, setFailed] = useState(false)
  const stop = useRef<(() => void) | null>(null)

  useEffect(() => {
    let wanted = true
    openEngine().then(
      (opened) => {
        if (!wanted) return
        setEngine(opened)
        setOffers(opened.offers())
        stop.current = opened.onOffers(() => setOffers(opened.offers()))
      },
      () => wanted && setFailed(true),
    )
    return () => {
      wanted = false
      stop.current?.()
    }
  }, [openEngine])

  return { engine, offers, failed }
}
