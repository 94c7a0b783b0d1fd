'use client'

import { useState } from 'react'
import { ApiProblem, api } from '@/components/data/api'
import { Address } from '@/components/ui/address'
import { Button } from '@/components/ui/button'
import { Status } from '@/components/ui/status'
import type { DrawCheck } from './check-draw'
import type { CaseView, RosterView } from './types'

type State = 'idle' | 'working' | { failed: string } | { seed: string; check: DrawCheck }

/** Draws the panel again in this page, from the public list and the block’s hash, and says each step. */
export function DrawSection({ dispute }: { dispute: CaseView }) {
  const [state, setState] = useState<State>('idle')
  const { seed, roster_epoch, committee } = dispute
  if (!seed || roster_epoch === null || committee.length === 0) return null

  const run = async () => {
    setState('working')
    try {
      const [roster, { checkDraw }] = await Promise.all([
        api<RosterView>('GET', `rosters/${roster_epoch}`),
        import('./check-draw'),
      ])
      setState({ seed, check: checkDraw(dispute, roster) })
    } catch (error) {
      setState({ failed: error instanceof ApiProblem ? error.detail : 'The desk cannot be reached. Try again.' })
    }
  }
  // What was found is about the round it was found in.
  const check = typeof state === 'object' && 'check' in state && state.seed === seed ? state.check : null
  return (
    <div className="mt-5 border-line border-t pt-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p className="min-w-0 grow basis-60 text-[.92rem] text-soft">
          Anybody can draw it again: the same list and the same block give the same members, here as in the contract.
        </p>
        <Button busy={state === 'working'} onClick={() => void run()}>
          Check the draw here
        </Button>
      </div>
      <div role="status" className="mt-2">
        {typeof state === 'object' && 'failed' in state ? <Status look="no">{state.failed}</Status> : null}
        {check ? (
          <Status look={check.holds ? 'ok' : 'no'}>
            {check.holds
              ? 'It holds: drawn again in this browser, with the same members.'
              : 'It does not hold: see below where.'}
          </Status>
        ) : null}
      </div>
      {check ? <Found check={check} /> : null}
    </div>
  )
}

const WORDS = { ok: 'computed here', no: 'does not hold', none: 'not provable here' } as const

function Found({ check: { steps, lines } }: { check: DrawCheck }) {
  return (
    <>
      <ol className="mt-3">
        {steps.map(({ name, look, says }) => (
          <li
            key={name}
            className="grid gap-x-5 gap-y-0.5 border-line border-t py-2.5 sm:grid-cols-[7rem_minmax(0,1fr)_auto]"
          >
            <span className="font-serif text-[1.08rem]">{name}</span>
            <span className="min-w-0 text-[.95rem]">{says}</span>
            <span className="text-[.9rem]">
              <Status look={look}>{WORDS[look]}</Status>
            </span>
          </li>
        ))}
      </ol>
      {lines.length > 0 ? (
        <details className="border-line border-t pt-2">
          <summary className="w-fit cursor-pointer py-1 text-[.95rem]">
            {lines.length === 1 ? 'The one attempt' : `All ${lines.length} attempts`}
          </summary>
          <ol className="mt-1">
            {lines.map(({ attempt, member, look, says }) => (
              <li
                key={attempt}
                className="flex flex-wrap items-baseline gap-x-3 border-line border-t py-1.5 text-[.92rem]"
              >
                <span className="text-soft tabular-nums">{attempt}</span>
                <Address value={member} />
                <Status look={look}>{says}</Status>
              </li>
            ))}
          </ol>
        </details>
      ) : null}
    </>
  )
}
