'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useMemo } from 'react'
import { ApiProblem } from '@/components/data/api'
import { useNetworks } from '@/components/data/networks'
import type { InviteView } from '@/components/data/types'
import { Address } from '@/components/ui/address'
import { Amount } from '@/components/ui/amount'
import { Button } from '@/components/ui/button'
import { Countdown, Time } from '@/components/ui/time'
import { Waiting } from '@/components/ui/waiting'
import { useParty } from '@/components/wallet/party'
import { BigSeal } from './big-seal'
import { bondOf, unitOf } from './bond-facts'
import { ChallengeProvider, useOpenChallenge } from './challenge-context'
import { CheckMyself } from './check-myself-panel'
import { EndingList } from './endings-section'
import { sayDefault } from './if-nothing'
import { InviteOver } from './invite-over'
import { inviteState } from './invite-state'
import { sayNetwork, sayRequirement } from './requirement-words'
import { sealOf } from './seal-of'
import { TermsSection } from './terms-section'
import { TrafficLight } from './traffic-light'
import { Turn } from './turn'
import { type Loaded, useChallenge } from './use-challenge'
import { MODE_WORDS } from './words'

type Props = { loaded: Loaded; endings: InviteView['endings']; invite: string }

/** An invite, read before anybody connects: who, what, what is asked, what it costs, how it can end. */
export function JoinPage({ loaded, endings, invite }: Props) {
  const { party } = useParty()
  const router = useRouter()
  const wallet = party?.address
  const by = useMemo(() => ({ invite, wallet }), [invite, wallet])
  const open = useChallenge(loaded, by)
  const { challenge, now, problem } = open
  const state = inviteState(challenge, party !== null, now)

  useEffect(() => {
    if (state === 'yours') router.replace(`/challenges/${challenge.id}`)
  }, [state, challenge.id, router])

  if (state === 'yours') return <Waiting says="Opening your challenge" />
  const isOld = problem instanceof ApiProblem && problem.code === 'E3016'
  return (
    <ChallengeProvider value={open}>
      {isOld ? (
        <InviteOver state="changed" />
      ) : state === 'open' ? (
        <Invitation endings={endings} />
      ) : (
        <InviteOver state={state} />
      )}
    </ChallengeProvider>
  )
}

function Invitation({ endings }: { endings: InviteView['endings'] }) {
  const { challenge } = useOpenChallenge()
  return (
    <>
      <header className="grid gap-x-7 gap-y-4 pt-9 pb-7 sm:grid-cols-[auto_minmax(0,1fr)] sm:items-center sm:pt-11">
        <BigSeal state={sealOf(challenge)} />
        <div className="min-w-0">
          <p className="text-[.86rem] text-soft">You are invited to a {MODE_WORDS[challenge.mode].name} challenge</p>
          <h1 className="mt-1.5 text-[clamp(2rem,4.6vw,3rem)] [overflow-wrap:anywhere]">{challenge.title}</h1>
          <p className="mt-3 flex flex-wrap items-center gap-x-2 text-soft">
            Signed and sent by <Address value={challenge.creator} />
          </p>
        </div>
      </header>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-14 gap-y-9 lg:grid-cols-[minmax(0,1fr)_minmax(0,372px)]">
        <aside aria-label="What is next" className="min-w-0 lg:order-last">
          <Answer />
        </aside>
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-10">
          <div className="border-line border-t pt-7">
            <TermsSection challenge={challenge} hashes={false} />
          </div>
          <Asked />
          <section aria-labelledby="endings">
            <h2 id="endings" className="text-[1.5rem]">
              How it can end
            </h2>
            <div className="mt-3">
              <EndingList endings={endings} viewer="counterparty" />
            </div>
          </section>
        </div>
      </div>
    </>
  )
}

/** The same panel as on the challenge for whoever has connected; before that, the way in. */
function Answer() {
  const { challenge } = useOpenChallenge()
  const { party } = useParty()
  if (!party) return <ComeIn />
  return (
    <>
      <Turn before={<CheckMyself />} />
      <div className="mt-6">
        <TrafficLight light={challenge.traffic_light} />
      </div>
    </>
  )
}

function ComeIn() {
  const { challenge, now } = useOpenChallenge()
  const { openConnect } = useParty()
  const { deadline, counterparty } = challenge
  return (
    <section aria-labelledby="turn" className="border border-line bg-sheet px-5 py-5 sm:px-6 sm:py-6">
      <p className="text-[.86rem] text-soft">Your turn</p>
      <h2 id="turn" className="mt-1.5 text-[1.5rem]">
        Read it, then connect
      </h2>
      <p className="mt-2 text-soft">
        {counterparty
          ? 'It is for one wallet only. Connecting shows that you hold it; it does not accept anything.'
          : 'Connecting shows who you are. It does not accept anything: you decide after that.'}
      </p>
      {counterparty ? (
        <p className="mt-2">
          <Address value={counterparty} />
        </p>
      ) : null}
      {deadline ? (
        <div className="mt-4">
          <p className="text-soft">To be accepted within</p>
          <p className="font-serif text-[2rem] leading-tight">
            <Countdown until={deadline.at} says="To be accepted within" now={now} />
          </p>
          <p className="text-[.92rem] text-soft">
            <Time at={deadline.at} />
          </p>
          <p className="mt-1.5 text-[.92rem] text-soft">If you do nothing: {sayDefault(challenge)}</p>
        </div>
      ) : null}
      <Button look="next" className="mt-5 w-full" onClick={() => openConnect()}>
        Connect a wallet
      </Button>
    </section>
  )
}

/** What accepting asks of me, what it asks of them, and what it costs. */
function Asked() {
  const { challenge } = useOpenChallenge()
  const networks = useNetworks()
  const ownAsks = sayRequirement(challenge.requirements?.counterparty, networks)
  const theirs = sayRequirement(challenge.requirements?.creator, networks)
  const network = sayNetwork(challenge.requirements?.counterparty, networks)
  const bond = bondOf(challenge)
  return (
    <section aria-labelledby="asked">
      <h2 id="asked" className="text-[1.5rem]">
        What is asked of you
      </h2>
      <ol className="mt-3">
        <Item title="Your wallet">You sign in with it, which proves that you hold it.</Item>
        <Item title="Your signature">You sign the same terms, readable in your wallet, field by field.</Item>
        {ownAsks.length > 0 ? (
          <Item title="Your funds">
            {ownAsks.map(({ says, exact, atEnd }) => (
              <span key={says} title={exact} className="block">
                {says}
                {atEnd ? ', read again at the end' : ''}
              </span>
            ))}
            <span className="block text-soft">
              Read on {network} once both have signed. It is looked at and nothing else: nothing is taken or held, and
              nobody is shown your balance.
            </span>
          </Item>
        ) : null}
        {bond ? (
          <Item title="Your bond">
            <Amount units={bond.counterparty} {...unitOf(bond, networks)} />
            {bond.counterparty_base ? (
              <>
                , and a stake of <Amount units={bond.counterparty_base} {...unitOf(bond, networks)} />
              </>
            ) : null}
            <span className="block text-soft">
              You deposit it once both have signed and theirs is there. The contract holds it; no desk can take it. It
              comes back unless you are shown wrong.
            </span>
          </Item>
        ) : null}
        {bond ? (
          <Item title="And of them">
            A bond of <Amount units={bond.creator} {...unitOf(bond, networks)} />
            {bond.creator_base ? (
              <>
                , and a stake of <Amount units={bond.creator_base} {...unitOf(bond, networks)} />
              </>
            ) : null}
            , deposited first.
          </Item>
        ) : null}
        <Item title="In the end">
          {bond && challenge.resolution.strategy !== 'MUTUAL'
            ? 'You both sign how it ended, or it is decided as the terms say; both get the same receipt.'
            : 'You both sign how it ended, and both get the same receipt.'}
        </Item>
        <Item title="It costs">
          {bond
            ? 'The gas of your deposit and of taking out what is yours. Signing costs nothing.'
            : 'Nothing. No fee, no gas, no bond.'}
        </Item>
        {theirs.length > 0 ? <Item title="And of them">{theirs.map(({ says }) => says).join(', ')}</Item> : null}
      </ol>
    </section>
  )
}

function Item({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <li className="grid gap-x-5 gap-y-0.5 border-line border-t py-2.5 sm:grid-cols-[11.5rem_minmax(0,1fr)]">
      <span className="font-serif text-[1.08rem]">{title}</span>
      <span className="min-w-0 text-[.95rem] [overflow-wrap:anywhere]">{children}</span>
    </li>
  )
}
