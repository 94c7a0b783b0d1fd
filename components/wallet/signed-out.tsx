'use client'

import { Button } from '@/components/ui/button'
import { useParty } from './party'

type Props = { title?: string; says?: string }

/** A page that needs somebody, seen by nobody: what it is for, and the one way in. */
export function SignedOut({ title = 'Sign in to see this', says }: Props) {
  const { openConnect, demo } = useParty()
  return (
    <section className="py-[10svh]">
      <h1 className="text-[clamp(1.9rem,4.4vw,2.9rem)]">{title}</h1>
      <p className="mt-4 max-w-[36em] font-serif text-[1.16rem] leading-relaxed">
        {says ??
          'Your wallet is your name here. You prove that it is yours by signing a text; that costs nothing and moves nothing.'}
      </p>
      <p className="mt-7">
        <Button look="next" onClick={() => openConnect()}>
          Connect a wallet
        </Button>
      </p>
      {demo.length > 0 ? (
        <p className="mt-4 text-[.92rem] text-soft">
          No wallet at hand? This desk runs on a local chain and has demo wallets to play both sides with.
        </p>
      ) : null}
    </section>
  )
}
