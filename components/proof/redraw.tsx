'use client'

import { useState } from 'react'
import { ApiProblem, api } from '@/components/data/api'
import { Address } from '@/components/ui/address'
import { Button } from '@/components/ui/button'
import { Status } from '@/components/ui/status'
import type { PublicDraw } from '@/lib/proof/draw-answers'
import type { Link } from '@/lib/proof/report'

type State = 'idle' | 'working' | { failed: string } | { found: PublicDraw }

/** Draws a task’s committee again in this page, from what the desk tells anybody, and says seat by seat whether it holds. */
export function Redraw({ id }: { id: string }) {
  const [state, setState] = useState<State>('idle')
  const run = async () => {
    setState('working')
    try {
      const { repeatPublicDraw } = await import('@/lib/proof/draw-answers')
      setState({ found: await repeatPublicDraw(id, (path) => api('GET', path), []) })
    } catch (error) {
      const known = error instanceof ApiProblem ? error.detail : 'The draw could not be read. Try again.'
      setState({ failed: known })
    }
  }
  const found = typeof state === 'object' && 'found' in state ? state.found : null
  return (
    <div className="mt-5 border-line border-t pt-3 print:hidden">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p className="min-w-0 grow basis-60 text-[.92rem] text-soft">
          Anybody can draw it again: the same roster and the same block give the same members.
        </p>
        <Button busy={state === 'working'} onClick={() => void run()}>
          Draw it again here
        </Button>
      </div>
      <div role="status" className="mt-2">
        {typeof state === 'object' && 'failed' in state ? <Status look="no">{state.failed}</Status> : null}
        {found ? <Status look={LOOKS[found.exit]}>{SAYS[found.exit]}</Status> : null}
      </div>
      {found ? <Found found={found} /> : null}
    </div>
  )
}

const LOOKS = { 0: 'ok', 1: 'no', 2: 'none' } as const
const SAYS = {
  0: 'It holds: drawn again in this browser, with the same members.',
  1: 'It does not hold: see below where.',
  2: 'It cannot be told here: see below why.',
} as const
const WORDS = {
  proven: 'computed here',
  claimed: 'claimed',
  broken: 'does not hold',
  unverifiable: 'cannot tell',
} as const
const LINK_LOOKS = { proven: 'ok', claimed: 'none', broken: 'no', unverifiable: 'none' } as const

function Found({ found: { links, rounds } }: { found: PublicDraw }) {
  return (
    <>
      {rounds.map(({ told, seats }) => (
        <div key={told.round} className="mt-3">
          <p className="text-[.92rem] text-soft">
            Round {told.round + 1}, by block {told.block_number}
          </p>
          <ol>
            {seats.map(({ told: said, drawn, holds }, index) => (
              <li
                key={`${said?.member} ${drawn?.member}`}
                className="flex flex-wrap items-baseline gap-x-3 border-line border-t py-1.5 text-[.92rem]"
              >
                <span className="text-soft tabular-nums">{index + 1}</span>
                {said ? <Address value={said.member} /> : <span>nobody</span>}
                <Status look={holds ? 'ok' : 'no'}>
                  {holds ? `drawn by attempt ${said?.attempt}` : `the draw gives ${drawn?.member ?? 'nobody'}`}
                </Status>
              </li>
            ))}
          </ol>
        </div>
      ))}
      <ol className="mt-3">
        {links.map((link) => (
          <Row key={link.name} link={link} />
        ))}
      </ol>
    </>
  )
}

function Row({ link: { name, verdict, detail } }: { link: Link }) {
  return (
    <li className="grid gap-x-5 gap-y-0.5 border-line border-t py-2.5 sm:grid-cols-[7rem_minmax(0,1fr)_auto]">
      <span className="font-serif text-[1.08rem] first-letter:uppercase">{name}</span>
      <span className="min-w-0 text-[.95rem] [overflow-wrap:anywhere]">{detail}</span>
      <span className="text-[.9rem]">
        <Status look={LINK_LOOKS[verdict]}>{WORDS[verdict]}</Status>
      </span>
    </li>
  )
}
