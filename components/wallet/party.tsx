'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import {
  createContext,
  lazy,
  type ReactNode,
  Suspense,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
} from 'react'
import { forgetAttestations } from '@/components/attestation/forget'
import { ApiProblem } from '@/components/data/api'
import { forgetParty } from '@/components/data/forget-party'
import { useToast } from '@/components/ui/toast'
import { leaveParty, switchParty } from './parties-call'
import { type DemoWallet, NO_CHOICES, type Party, type WalletChoices } from './party-type'
import { useWindowParty } from './use-window-party'
import { isWaiting } from './waiting-store'
import { noteMain, tellWindows } from './window-party'

const ConnectDialog = lazy(() => import('./connect-dialog'))
const LostParty = lazy(() => import('./lost-party'))
const WalletNotice = lazy(() => import('./wallet-notice'))

/** What the dialog opens with: one wallet's sign-in, or the list. */
export type ConnectWith = { address?: string }

type PartyContext = {
  party: Party | null
  /** Signed in to this browser too. */
  others: Party[]
  demo: DemoWallet[]
  choices: WalletChoices
  openConnect(this: void, ask?: ConnectWith): void
  /** Makes somebody else the party of this window: at once when signed in here, else by signing in. */
  switchTo(this: void, address: string): Promise<void>
  signOut(this: void): Promise<void>
}

const Context = createContext<PartyContext | null>(null)

export function useParty(): PartyContext {
  const context = useContext(Context)
  if (!context) throw new Error('useParty outside of PartyProvider')
  return context
}

type Props = { party: Party | null; others: Party[]; choices?: WalletChoices; children: ReactNode }

/** Who acts in this window, and the ways to become somebody else. No wallet code is loaded before it is needed. */
export function PartyProvider({ party, others, choices = NO_CHOICES, children }: Props) {
  const router = useRouter()
  const client = useQueryClient()
  const toast = useToast()
  const [asked, setAsked] = useState<{ open: boolean; ask: ConnectWith } | null>(null)
  const held = [...(party ? [party] : []), ...others].map(({ address }) => address)
  const { lost, become } = useWindowParty(party?.address ?? null, held)

  const openConnect = useCallback((ask: ConnectWith = {}) => setAsked({ open: true, ask }), [])

  /** This window is `address` from now on, and pages are drawn for it already. */
  const arrive = useCallback(
    (address: string | null) => {
      noteMain(address)
      become(address)
      // With nobody signed in there is nothing to read anew.
      if (address === null) client.clear()
      else forgetParty(client)
      router.refresh()
    },
    [become, client, router],
  )

  const switchTo = useCallback(
    async (address: string) => {
      try {
        if (others.some((other) => other.address === address) && (await turnTo(address))) return arrive(address)
      } catch (error) {
        return toast({ title: 'You are still who you were', says: messageOf(error), look: 'no' })
      }

      const demo = choices.demo.find((wallet) => wallet.address === address)
      if (!demo) return openConnect({ address })
      const { signInDemo } = await import('./sign-in-demo')
      const trouble = await signInDemo(demo)
      if (trouble) return toast({ title: trouble.title, says: trouble.says, look: 'no' })
      tellWindows({ joined: address })
      arrive(address)
    },
    [others, arrive, choices, openConnect, toast],
  )

  const signOut = useCallback(async () => {
    if (!party) return
    try {
      const { data } = await leaveParty(party.address)
      forgetAttestations()
      const next = data.find(({ active }) => active)?.address ?? null
      arrive(next)
      tellWindows({ left: party.address })
      const nextName = others.find(({ address }) => address === next)
      toast({
        title: 'You are signed out',
        ...(next ? { says: `This window is now ${nextName?.demo ?? nextName?.name ?? 'your other party'}.` } : {}),
      })
    } catch (error) {
      toast({ title: 'You are still signed in', says: messageOf(error), look: 'no' })
    }
  }, [party, others, arrive, toast])

  // A contract wallet's owners may need a day; what waits for them is picked up again after a reload.
  useEffect(() => {
    if (isWaiting()) setAsked((before) => before ?? { open: false, ask: {} })
  }, [])

  const value = useMemo(
    () => ({ party, others, demo: choices.demo, choices, openConnect, switchTo, signOut }),
    [party, others, choices, openConnect, switchTo, signOut],
  )

  return (
    <Context value={value}>
      {party && !party.demo ? (
        <Suspense>
          <WalletNotice party={party} />
        </Suspense>
      ) : null}
      {children}
      <Suspense>
        {asked ? (
          <ConnectDialog
            open={asked.open}
            ask={asked.ask}
            onOpenChange={(open) => setAsked((before) => ({ ask: before?.ask ?? {}, open }))}
            onSignedIn={(address) => {
              tellWindows({ joined: address })
              arrive(address)
            }}
          />
        ) : null}
        {lost && !asked?.open ? (
          <LostParty lost={lost} demo={choices.demo} onGoOn={arrive} onSignIn={() => openConnect({ address: lost })} />
        ) : null}
      </Suspense>
    </Context>
  )
}

/** Switches to a party of this browser; false when its session is over. */
async function turnTo(address: string): Promise<boolean> {
  try {
    await switchParty(address)
    return true
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) return false
    throw error
  }
}

function messageOf(error: unknown): string {
  return error instanceof ApiProblem ? error.detail : 'The desk cannot be reached. Try again in a moment.'
}
