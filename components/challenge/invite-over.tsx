'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { api } from '@/components/data/api'
import { useNetworks } from '@/components/data/networks'
import type { ChallengeView } from '@/components/data/types'
import { Address } from '@/components/ui/address'
import { Button, pressable } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { useParty } from '@/components/wallet/party'
import { parseDid } from '@/lib/proof/did'
import { useOpenChallenge } from './challenge-context'
import { differences } from './compare'
import { type InviteState, sayInvite } from './invite-state'
import { ChangeList } from './what-changed'

type State = Exclude<InviteState, 'open' | 'yours'> | 'changed'

/** An invite that cannot be accepted: why, and one way on. */
export function InviteOver({ state }: { state: State }) {
  const { challenge } = useOpenChallenge()
  if (state === 'changed') return <Changed before={challenge} />

  const { title, says } = sayInvite(state, challenge)
  return (
    <Notice title={title}>
      <p className="text-soft [overflow-wrap:anywhere]">“{challenge.title}”</p>
      <p className="mt-3">{says}</p>
      <div className="mt-6 font-sans text-[1rem]">
        {state === 'not-you' ? <OtherWallet did={challenge.counterparty} /> : <SeeIt challenge={challenge} />}
      </div>
    </Notice>
  )
}

function OtherWallet({ did }: { did: string | null }) {
  const { openConnect } = useParty()
  const address = did === null ? null : (parseDid(did)?.address ?? null)
  if (address === null) return null
  return (
    <>
      <p>
        It is for <Address value={address} />
      </p>
      <Button look="next" className="mt-4" onClick={() => openConnect({ address })}>
        Go on with that wallet
      </Button>
    </>
  )
}

function SeeIt({ challenge }: { challenge: ChallengeView }) {
  // Only the two see more than the invite showed.
  if (challenge.visibility === 'parties') {
    return (
      <Link href="/challenges" className={pressable('next')}>
        Go to my challenges
      </Link>
    )
  }
  return (
    <Link href={`/challenges/${challenge.id}`} className={pressable('next')}>
      See what became of it
    </Link>
  )
}

/** The terms became others while somebody read them: what is different, as far as they may see it. */
function Changed({ before }: { before: ChallengeView }) {
  const networks = useNetworks()
  const { data: after } = useQuery({
    queryKey: ['challenge', before.id, 'without-invite'],
    queryFn: () => api<ChallengeView>('GET', `challenges/${before.id}`),
    retry: false,
  })
  const changed = after ? differences(before, after, networks) : []
  return (
    <Notice title="The terms changed while you read them.">
      <p>
        This link was for revision {before.revision}, and there is a newer one. Nothing was done in your name. Ask
        whoever invited you for the new link.
      </p>
      {changed.length > 0 ? (
        <div className="mt-5 font-sans text-[1rem]">
          <h2 className="text-[1.3rem]">What is different now</h2>
          <ChangeList changed={changed} />
        </div>
      ) : null}
      {after ? (
        <p className="mt-6 font-sans text-[1rem]">
          <Link href={`/challenges/${before.id}`} className={pressable('next')}>
            Read the new terms
          </Link>
        </p>
      ) : null}
    </Notice>
  )
}
