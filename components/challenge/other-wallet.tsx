'use client'

import type { ReactNode } from 'react'
import { Address } from '@/components/ui/address'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { useParty } from '@/components/wallet/party'

type Props = { signer: string; title: string; says?: string; children?: ReactNode }

/** Another wallet of the person's is asked for than this window is. `title`: what for; `says`: why that one. */
export function OtherWallet({ signer, title, says = 'The terms name', children }: Props) {
  const { openConnect } = useParty()
  return (
    <>
      <Callout look="wait" title={title}>
        <p className="mt-1">
          {says} <Address value={signer} />.
        </p>
        <p className="mt-3">
          <Button look="next" onClick={() => openConnect({ address: signer })}>
            Go on with that wallet
          </Button>
        </p>
      </Callout>
      {children ? <div className="mt-4 grid gap-3">{children}</div> : null}
    </>
  )
}
