'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useEffect, useRef } from 'react'
import { bondOf, sayUnitsOf } from '@/components/challenge/bond-facts'
import { sayResolution } from '@/components/challenge/say-resolution'
import { MODE_WORDS } from '@/components/challenge/words'
import { ApiProblem } from '@/components/data/api'
import type { ChallengeView } from '@/components/data/types'
import { Address } from '@/components/ui/address'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Facts } from '@/components/ui/facts'
import { Hash } from '@/components/ui/hash'
import { Time } from '@/components/ui/time'
import { SignRequest } from '@/components/wallet/sign-request'
import { useForm } from './form-context'
import { saySize } from './hash-file'
import { EndingList, useRehearsal } from './rehearsal-panel'
import { sendSigned } from './save-draft'
import { sayHeld } from './say-asked'
import type { Desk } from './to-body'
import { useText } from './use-text'
import { isBonded } from './values'
import { VISIBILITY_WORDS } from './visibility-section'

type Props = {
  challenge: ChallengeView
  onBack: () => void
  /** The desk cannot take it as it is: something in the form must change. */
  onRefused: (error: unknown) => void
  onDone: () => void
}

/** What is about to be signed, read in peace, and the one button that signs it. */
export function SignStep({ challenge, onBack, onRefused, onDone }: Props) {
  const router = useRouter()
  const heading = useRef<HTMLHeadingElement>(null)
  const isSolo = challenge.mode === 'SOLO'
  const isAtOnce = isSolo && challenge.resolution.strategy !== 'ORACLE'
  const text = useText(challenge)
  const rehearsal = useRehearsal(challenge.created_at)

  useEffect(() => {
    window.scrollTo({ top: 0, behavior: 'instant' })
    heading.current?.focus({ preventScroll: true })
  }, [])

  const send = async (signature: string) => {
    try {
      await sendSigned(challenge, signature)
    } catch (error) {
      // A time that has passed meanwhile is for the form to mend.
      if (error instanceof ApiProblem && error.code === 'E3004') return onRefused(error)
      throw error
    }
    onDone()
    router.push(`/challenges/${challenge.id}`)
  }

  return (
    <div>
      <header className="pt-10 pb-8">
        <p className="text-[.86rem] text-soft">{MODE_WORDS[challenge.mode].name} challenge, not signed yet</p>
        <h1
          ref={heading}
          tabIndex={-1}
          className="mt-1 text-[clamp(1.9rem,4.4vw,2.9rem)] outline-none [overflow-wrap:anywhere]"
        >
          {challenge.title}
        </h1>
      </header>
      <div className="grid items-start gap-x-14 gap-y-10 pb-16 lg:grid-cols-[minmax(0,1fr)_376px]">
        <div className="grid min-w-0 gap-10">
          <Terms challenge={challenge} />
          <EndingList rehearsal={rehearsal} />
        </div>
        <aside className="min-w-0 border border-line bg-sheet p-6">
          <p className="text-[.84rem] text-soft">Your turn</p>
          <h2 className="mt-1 mb-3 text-[1.5rem]">{isSolo ? 'Sign it' : 'Sign and send it'}</h2>
          <p className="mb-4 text-[.94rem] text-soft">
            {isSolo
              ? isAtOnce
                ? 'Signing completes it at once, and you get the receipt.'
                : 'Once you have signed, nobody can change it: the figure says how it ends.'
              : 'Signing binds you to these terms until the other side answers. You then get the link to pass on.'}
            {isBonded(challenge.mode) ? ' Nothing is deposited before they have signed too.' : ''}
          </p>
          <p className="mb-4 text-[.94rem] text-soft">
            If you do nothing, it stays a draft that only you see, and is thrown away after 30 days.
          </p>
          {text.error !== null ? (
            <div className="grid gap-3">
              <div role="alert">
                <Callout look="no" title="There is no text to sign yet">
                  {text.error}
                </Callout>
              </div>
              <Button look="next" className="w-full" onClick={text.ask}>
                Ask again
              </Button>
              <Button className="w-full" onClick={onBack}>
                Change something
              </Button>
            </div>
          ) : (
            <SignRequest
              typedData={text.typedData}
              label={isSolo ? 'Sign' : 'Sign and send'}
              onSigned={send}
              onNewText={text.ask}
            >
              <Button className="w-full" onClick={onBack}>
                Change something
              </Button>
            </SignRequest>
          )}
        </aside>
      </div>
    </div>
  )
}

/** What each side shows, or puts down. */
function useSides(challenge: ChallengeView): (readonly [string, ReactNode])[] {
  const { values, desk } = useForm()
  const bond = bondOf(challenge)
  if (!bond) {
    const own = ['You show', sayHeld(values.creator, desk.networks) ?? 'Nothing'] as const
    return challenge.mode === 'SOLO' ? [own] : [['They show', sayHeld(values.other, desk.networks) ?? 'Nothing'], own]
  }
  const say = sayUnitsOf(bond, desk.networks)
  const network = desk.networks.find(({ chain_id }) => chain_id === bond.network)?.name ?? bond.network
  const down = (units: string, base: string | undefined) =>
    `${say(units)}${base && base !== '0' ? `, and a stake of ${say(base)},` : ''} on ${network}`
  return [
    ['They put down', down(bond.counterparty, bond.counterparty_base)],
    ['You put down', down(bond.creator, bond.creator_base)],
  ]
}

function decider({ resolution }: ChallengeView, networks: Desk['networks']): (readonly [string, ReactNode])[] {
  const said = sayResolution(resolution, networks)
  if (!said) return []
  const when = said.at ? (
    <>
      {' '}
      <Time at={said.at} />
    </>
  ) : null
  return [
    [
      'Who decides',
      <span key="decider">
        {said.text}
        {when}
      </span>,
    ],
  ]
}

/** The terms as the desk keeps them, not as they were typed. */
function Terms({ challenge }: { challenge: ChallengeView }) {
  const { description, terms, documents, counterparty, visibility, mode } = challenge
  const isSolo = mode === 'SOLO'
  const { desk } = useForm()
  const sides = useSides(challenge)
  return (
    <div className="grid min-w-0 gap-8">
      <section aria-labelledby="terms">
        <h2 id="terms" className="text-[1.28rem]">
          {isSolo ? 'What you sign' : 'What you both sign'}
        </h2>
        {description ? (
          <p className="mt-3 whitespace-pre-line font-serif text-[1.13rem] leading-relaxed [overflow-wrap:anywhere]">
            {description}
          </p>
        ) : null}
        <div className="mt-4">
          <Facts
            rows={[
              ...(isSolo
                ? []
                : ([
                    [
                      'The other side',
                      counterparty ? <Address key="c" value={counterparty} full /> : 'Whoever holds the link',
                    ],
                  ] as const)),
              ...sides,
              ...decider(challenge, desk.networks),
              ['Seen by', isSolo && visibility === 'parties' ? 'You only' : VISIBILITY_WORDS[visibility]],
            ]}
          />
        </div>
      </section>
      {terms && Object.keys(terms).length > 0 ? (
        <section aria-labelledby="named">
          <h2 id="named" className="text-[1.28rem]">
            Terms by name
          </h2>
          <div className="mt-3">
            <Facts
              rows={Object.entries(terms).map(
                ([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)] as const,
              )}
            />
          </div>
        </section>
      ) : null}
      {documents.length > 0 ? (
        <section aria-labelledby="documents">
          <h2 id="documents" className="text-[1.28rem]">
            Documents
          </h2>
          <ul className="mt-3 grid gap-2">
            {documents.map(({ name, size, sha256 }) => (
              <li key={`${sha256}${name}`} className="min-w-0 [overflow-wrap:anywhere]">
                {name} <span className="text-soft">{saySize(size)}</span> <Hash value={sha256} label="sha256" />
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  )
}
