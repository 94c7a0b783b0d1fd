'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { lazy, Suspense, useState } from 'react'
import { ApiProblem, api } from '@/components/data/api'
import type { ChallengeView } from '@/components/data/types'
import { Button, pressable } from '@/components/ui/button'
import { Confirm } from '@/components/ui/confirm'
import { Dialog } from '@/components/ui/dialog'
import { useToast } from '@/components/ui/toast'
import { Waiting } from '@/components/ui/waiting'
import { useOpenChallenge } from './challenge-context'
import type { OtherMove } from './more-moves'
import { sayOutcome } from './words'

const CounterForm = lazy(() => import('./counter-form'))
const DeclineForm = lazy(() => import('./decline-form'))
const DisputeForm = lazy(() => import('./dispute-form'))
const ExtendForm = lazy(() => import('./extend-form'))
const OutcomeStep = lazy(() => import('./outcome-step'))
const SignOther = lazy(() => import('./sign-other'))
const SplitForm = lazy(() => import('./split-form'))

type Titled = { title: string; says?: string; wide?: boolean }

/** The quiet buttons: everything else the viewer may do now. */
export function OtherMoves({ moves }: { moves: OtherMove[] }) {
  const [open, setOpen] = useState<OtherMove | null>(null)
  const [first, ...rest] = moves
  const close = () => setOpen(null)
  // What has gone from the list meanwhile can no longer be done.
  const current = moves.find((move) => move.move === open?.move && move.outcome === open.outcome) ?? null
  return (
    <>
      {first ? <MoveButton move={first} onOpen={setOpen} wide /> : null}
      {rest.length > 0 ? (
        <div className="-mx-2 flex flex-wrap justify-center gap-x-1 text-[.95rem]">
          {rest.map((move) => (
            <MoveButton key={move.move + move.outcome} move={move} onOpen={setOpen} />
          ))}
        </div>
      ) : null}
      {current ? <Opened move={current} onClose={close} /> : null}
    </>
  )
}

type ButtonProps = { move: OtherMove; onOpen: (move: OtherMove) => void; wide?: boolean }

function MoveButton({ move, onOpen, wide = false }: ButtonProps) {
  const { challenge } = useOpenChallenge()
  const look = wide ? 'plain' : 'quiet'
  const width = wide ? 'w-full' : 'px-2.5! min-h-9! py-1!'
  if (move.move === 'patch') {
    return (
      <Link href={`/challenges/new?draft=${challenge.id}`} className={`${pressable(look)} ${width}`}>
        {move.says}
      </Link>
    )
  }
  if (move.move === 'verify') return <VerifyButton says={move.says} look={look} className={width} />
  return (
    <Button look={look} className={width} onClick={() => onOpen(move)}>
      {move.says}
    </Button>
  )
}

function VerifyButton({ says, look, className }: { says: string; look: 'plain' | 'quiet'; className: string }) {
  const act = useAct()
  const toast = useToast()
  const [busy, setBusy] = useState(false)
  const verify = async () => {
    setBusy(true)
    const after = await act('verify', {})
    setBusy(false)
    if (after?.status === 'AWAITING_GATEKEEPER') {
      toast({ title: 'It could not be read yet', says: 'The desk goes on asking by itself.', look: 'wait' })
    }
  }
  return (
    <Button look={look} className={className} busy={busy} onClick={verify}>
      {says}
    </Button>
  )
}

function Opened({ move, onClose }: { move: OtherMove; onClose: () => void }) {
  if (move.move === 'withdraw' || move.move === 'void') return <Asked move={move.move} onClose={onClose} />

  const { title, says, wide } = titleOf(move)
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={title}
      {...(says ? { says } : {})}
      {...(wide ? { wide } : {})}
    >
      <Suspense fallback={<Waiting says="One moment" />}>
        {move.move === 'decline' ? <DeclineForm onDone={onClose} /> : null}
        {move.move === 'extend' ? <ExtendForm onDone={onClose} /> : null}
        {move.move === 'counter' ? <CounterForm onDone={onClose} /> : null}
        {move.move === 'otherwise' && move.outcome ? (
          <SignOther
            signing={{ action: 'confirm', outcome: move.outcome }}
            button={`Sign: ${sayOutcome(move.outcome)}`}
            onDone={onClose}
          />
        ) : null}
        {move.move === 'otherwise' && !move.outcome ? <OutcomeStep action="confirm" onDone={onClose} /> : null}
        {move.move === 'split' ? <SplitForm onDone={onClose} /> : null}
        {move.move === 'dispute' ? <DisputeForm onDone={onClose} /> : null}
        {move.move === 'call_off' ? (
          <SignOther signing={{ action: 'cancel' }} button="Sign: call it off" onDone={onClose} />
        ) : null}
      </Suspense>
    </Dialog>
  )
}

function titleOf({ move, outcome }: OtherMove): Titled {
  switch (move) {
    case 'decline':
      return { title: 'Say no', says: 'It ends here, and nothing is taken from anybody.' }
    case 'extend':
      return {
        title: 'Ask for more time',
        says: 'You sign a later deadline. It moves once they sign the same; until then nothing changes.',
      }
    case 'counter':
      return {
        title: 'Other terms',
        says: 'You change what you do not agree with and sign that. They then sign the same, answer, or let it be. Earlier signatures count no more.',
        wide: true,
      }
    case 'split':
      return {
        title: 'Propose a split',
        says: 'You sign how everything in the contract would be divided. It lands once they sign the same.',
      }
    case 'dispute':
      return { title: 'Dispute it' }
    case 'call_off':
      return {
        title: 'Call it off together',
        says: 'It takes both of you. Once they sign the same, it is over and nobody has won.',
      }
    default:
      return outcome === 'NO_CONTEST'
        ? {
            title: 'It went otherwise',
            says: 'No contest: it ends without a winner and nobody owes anything. It lands when they sign the same. If they signed something else, it stays open until you agree or the time is over.',
          }
        : {
            title: `Sign: ${sayOutcome(outcome ?? null)}`,
            says: 'It lands when they sign the same. What you signed before counts no more.',
          }
  }
}

/** What takes one press and a yes, without a signature. */
function Asked({ move, onClose }: { move: 'withdraw' | 'void'; onClose: () => void }) {
  const { challenge } = useOpenChallenge()
  const router = useRouter()
  const act = useAct()
  const isDraft = challenge.status === 'DRAFT'
  const words =
    move === 'void'
      ? {
          title: 'Take back what you signed?',
          says: 'Everything of yours that waits for their answer is void, and the signatures with it. You can sign again later.',
          action: 'Take it back',
        }
      : isDraft
        ? {
            title: 'Throw this draft away?',
            says: 'Nobody but you has seen it. It cannot be taken up again.',
            action: 'Throw it away',
          }
        : {
            title: 'Withdraw it?',
            says: 'The link stops working, and nobody can accept any more. This cannot be undone; you can start another.',
            action: 'Withdraw it',
          }
  const confirm = async () => {
    const after = await act(move === 'void' ? 'void' : 'cancel', {})
    if (after && isDraft) router.push('/challenges')
  }
  return <Confirm open onOpenChange={(open) => open || onClose()} {...words} onConfirm={confirm} />
}

/** Does what needs no signature. Null when it was refused; the person has been told why then. */
function useAct() {
  const { challenge, took, tooLate } = useOpenChallenge()
  const toast = useToast()
  return async (action: string, body: object): Promise<ChallengeView | null> => {
    try {
      const after = await api<ChallengeView>('POST', `challenges/${challenge.id}/${action}`, { body })
      took(after)
      return after
    } catch (error) {
      if (await tooLate(error)) return null
      const says = error instanceof ApiProblem ? error.detail : 'The desk cannot be reached. Try again in a moment.'
      toast({ title: 'That did not work', says, look: 'no' })
      return null
    }
  }
}
