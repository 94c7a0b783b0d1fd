'use client'

import { lazy, type ReactNode, Suspense, useState } from 'react'
import { Countdown, Time } from '@/components/ui/time'
import { useToast } from '@/components/ui/toast'
import { useMounted } from '@/components/ui/use-mounted'
import { Waiting } from '@/components/ui/waiting'
import { QuorumMeter } from './quorum-meter'
import { STATUS_OF_TASK } from './say-status'
import type { AttestedView, CommitteeView, ReceiptView } from './types'
import { type Ask, whatIsAsked } from './what-is-asked'

// Wallet code is for those who are asked.
const AcceptStep = lazy(() => import('./accept-step'))
const JudgeStep = lazy(() => import('./judge-step'))
const AppealStep = lazy(() => import('./appeal-step'))

type Props = {
  item: ReceiptView
  committee: CommitteeView
  names: readonly string[]
  settled: boolean
  onChanged: () => Promise<unknown>
}

/** Where it stands, what is asked of the viewer now, until when, and what comes of doing nothing. */
export function TaskStanding({ item, committee, names, settled, onChanged }: Props) {
  const asks = useAsks(item, committee, names)
  const { status, quorum } = item
  const { name, says } = STATUS_OF_TASK[status]
  return (
    <div className="grid gap-7">
      <div className="border-ink border-t-2 pt-4">
        <p className="text-[.88rem] text-soft">
          {asks.some(({ kind }) => kind === 'accept' || kind === 'judge') ? 'Your turn' : 'Now'}
        </p>
        <h2 className="text-[1.5rem]">{name}</h2>
        <p className="mt-1">{says}</p>
        {committee.missing > 0 ? (
          <p className="mt-2">
            {committee.missing} eligible {committee.missing === 1 ? 'member is' : 'members are'} missing on the roster.
            It waits for the next ones, seven days at most.
          </p>
        ) : null}
        {quorum.m > 0 && committee.state !== 'WAITING' ? (
          <div className="mt-3">
            <QuorumMeter quorum={quorum} />
          </div>
        ) : null}
        <Due item={item} committee={committee} />
      </div>
      {asks.map((ask) => (
        <AskSection key={ask.kind} ask={ask} {...{ item, committee, settled, onChanged }} />
      ))}
    </div>
  )
}

function useAsks(item: ReceiptView, committee: CommitteeView, names: readonly string[]): Ask[] {
  // The clock of the browser: what it says is asked once the page is taken over.
  const mounted = useMounted()
  if (!mounted) return []
  const seat =
    committee.state === 'SEATED' ? committee.committee.find(({ member }) => names.includes(member)) : undefined
  const seatById = committee.state === 'SEATED' ? committee.committee.find(({ id }) => names.includes(id)) : undefined
  const trial = committee.trial === 1 ? 1 : 0
  return whatIsAsked(
    {
      receipt: item.receipt,
      status: item.status,
      statements: item.attestations,
      trial,
      appealUntil: committee.appeal_until === null ? null : new Date(committee.appeal_until),
    },
    { names, seat: (seat ?? seatById)?.member ?? null },
    new Date(),
  )
}

function Due({ item: { status }, committee: { due_at, kind, opened_at } }: Pick<Props, 'item' | 'committee'>) {
  if (status === 'AWAITING_COMMITTEE') {
    return (
      <p className="mt-2 text-[.9rem] text-soft">
        It waits since <Time at={opened_at} />. Nobody has to do anything: the committee is drawn once the block it is
        drawn by is final.
      </p>
    )
  }
  if (!due_at) return null
  return (
    <p className="mt-2 text-[.9rem] text-soft">
      {kind === 'REDRAW' ? 'It ends without a verdict in ' : 'Silent members are replaced in '}
      <Countdown until={due_at} says={kind === 'REDRAW' ? 'It ends in' : 'Silent members are replaced in'} /> (
      <Time at={due_at} />
      ).
    </p>
  )
}

type AskProps = Omit<Props, 'names'> & { ask: Ask }

function AskSection({ ask, item, committee, settled, onChanged }: AskProps) {
  const toast = useToast()
  const done = async (answer: AttestedView | null) => {
    await onChanged()
    if (answer)
      toast({
        title: 'Signed',
        says: `The receipt is now: ${STATUS_OF_TASK[answer.status as ReceiptView['status']]?.name ?? answer.status}.`,
      })
  }
  const { amount_atomic } = item.receipt.task ?? { amount_atomic: '0' }
  switch (ask.kind) {
    case 'accept':
      return (
        <Section title="You are its client">
          <AcceptStep receiptId={item.id} settled={settled} onSigned={done} />
          <p className="mt-4 text-[.9rem] text-soft">
            If you do nothing: the committee decides all the same, and the provider’s quality is left alone.
          </p>
        </Section>
      )
    case 'judge':
      return (
        <Section title="You are asked to judge it">
          <p className="mb-4">
            Compare what went in and what came out with the hashes here, and what was agreed with what was measured. Ask
            the sides for what you need.
          </p>
          <JudgeStep receiptId={item.id} family="AUDIT" round={committee.round} settled={settled} onSigned={done} />
          <p className="mt-3 text-[.9rem] text-soft">
            If you do nothing: others are drawn in your place after a day, and your word does not count any more.
          </p>
        </Section>
      )
    case 'safety':
      return (
        <Fold title="Say besides whether it is safe">
          <JudgeStep receiptId={item.id} family="SAFETY" round={committee.round} settled={settled} onSigned={done} />
          <p className="mt-3 text-[.9rem] text-soft">
            If you do nothing: what is known of the provider’s safety is left alone.
          </p>
        </Fold>
      )
    case 'appeal':
      return (
        <Section title="Appeal">
          <AppealStep
            receiptId={item.id}
            side={ask.side}
            amountAtomic={amount_atomic}
            stands={item.status === 'FAILED' ? 'FAILED' : 'FINALIZED'}
            until={ask.until}
            onDone={onChanged}
          />
        </Section>
      )
  }
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-3 text-[1.28rem]">{title}</h3>
      <Suspense fallback={<Waiting says="Getting it ready" />}>{children}</Suspense>
    </section>
  )
}

/** Something one may do besides: nothing of it is loaded before it is opened. */
function Fold({ title, children }: { title: string; children: ReactNode }) {
  const [open, setOpen] = useState(false)
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="min-h-7 w-fit cursor-pointer py-1">{title}</summary>
      {open ? (
        <div className="mt-3">
          <Suspense fallback={<Waiting says="Getting it ready" />}>{children}</Suspense>
        </div>
      ) : null}
    </details>
  )
}
