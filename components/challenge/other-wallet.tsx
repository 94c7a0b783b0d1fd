'use client'

import type { ReactNode } from 'react'
import { Address } from '@/components/ui/address'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { useParty } from '@/components/wallet/party'

/** The terms name one of the person's wallets, and this window is another. `title`: what that wallet has to do. */
export function OtherWallet({ signer, title, children }: { signer: string; title: string; children: ReactNode }) {
  const { openConnect } = useParty()
  return (
    <>
      <Callout look="wait" title={title}>
        <p className="mt-1">
          The terms name <Address value={signer} />.
        </p>
        <p className="mt-3">
          <Button look="next" onClick={() => openConnect({ address: signer })}>
            Go on with that wallet
          </Button>
        </p>
      </Callout>
      <div className="mt-4 grid gap-3">{children}</div>
    </>
  )
}
