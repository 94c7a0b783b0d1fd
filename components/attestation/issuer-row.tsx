'use client'

import { useState } from 'react'
import { useNetworks } from '@/components/data/networks'
import { usePlaceApi } from '@/components/inbox/place'
import { Address } from '@/components/ui/address'
import { Button } from '@/components/ui/button'
import { Confirm } from '@/components/ui/confirm'
import { Status } from '@/components/ui/status'
import { Time } from '@/components/ui/time'
import { useToast } from '@/components/ui/toast'
import { useMounted } from '@/components/ui/use-mounted'
import { KINDS } from './issuer-kinds'
import { useStale } from './queries'
import { isOver, sayIssuer } from './say-issuer'
import { SignAnew } from './sign-anew'
import type { IssuerView } from './views'

type Props = { issuer: IssuerView; mayEnd: boolean; maySign: boolean }

/** One issuer: since when, until when, and what owners and admins may do about it. */
export function IssuerRow({ issuer, mayEnd, maySign }: Props) {
  const [signing, setSigning] = useState(false)
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 border-line border-t py-4">
      <IssuerFacts issuer={issuer} />
      {!signing && (maySign || mayEnd) ? (
        <div className="flex flex-wrap gap-3">
          {maySign ? (
            <Button className="min-h-9! px-3! py-1!" onClick={() => setSigning(true)}>
              {issuer.status === 'DRAFT' ? 'Sign' : 'Sign anew'}
              <span className="sr-only"> for {issuer.address.slice(0, 10)}</span>
            </Button>
          ) : null}
          {mayEnd ? <EndIt issuer={issuer} /> : null}
        </div>
      ) : null}
      {signing ? <SignAnew issuer={issuer} onDone={() => setSigning(false)} /> : null}
    </li>
  )
}

function IssuerFacts({ issuer }: { issuer: IssuerView }) {
  const { chain_id, kind, address, status, valid_until, created_at, ended_at } = issuer
  const network = useNetworks().find((each) => each.chain_id === chain_id)
  const mounted = useMounted()
  // The clock of the browser is asked once the page is taken over.
  const now = mounted ? new Date() : new Date(0)
  const { look, name } = sayIssuer(issuer, now)
  return (
    <div className="min-w-0 flex-[1_1_16rem]">
      <p className="flex flex-wrap items-baseline gap-x-4">
        <Address value={address} />
        <Status look={look}>{name}</Status>
      </p>
      <p className="mt-1 text-[.94rem] text-soft">
        {KINDS[kind].title}, on {network?.name ?? chain_id}, since <Time at={created_at} />
        {valid_until && status === 'ACTIVE' ? (
          <>
            , until <Time at={valid_until} />
          </>
        ) : null}
        {ended_at ? (
          <>
            , ended <Time at={ended_at} />
          </>
        ) : null}
      </p>
      {isOver(issuer, now) ? (
        <p className="mt-1 text-[.94rem]">Nothing is signed or sent for it until an owner or admin signs anew.</p>
      ) : null}
    </div>
  )
}

function EndIt({ issuer: { id, kind, address } }: { issuer: IssuerView }) {
  const [asking, setAsking] = useState(false)
  const call = usePlaceApi()
  const stale = useStale()
  const toast = useToast()
  const end = async () => {
    await call('DELETE', `issuers/${id}`)
    await stale()
    toast({ title: 'It attests no more', says: 'What it attested stands.' })
  }
  const back = kind === 'KEPT' ? 'sign for it anew' : 'name it again'
  return (
    <>
      <Button className="min-h-9! px-3! py-1!" onClick={() => setAsking(true)}>
        End it
        <span className="sr-only"> {address.slice(0, 10)}</span>
      </Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title="Let it attest no more?"
        says={`Nothing is signed or sent for it any more, and what waits fails. What it attested stands, and only it could revoke that: ${back} first if you need to.`}
        action="End it"
        onConfirm={end}
      />
    </>
  )
}
