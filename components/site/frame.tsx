import Link from 'next/link'
import type { ReactNode } from 'react'
import { Seal, WHOLE_SEAL } from '@/components/proof/seal'
import { NavLinks, type Place } from './nav-links'

const PLACES = {
  site: [
    ['/agents', 'Agents'],
    ['/docs', 'Docs'],
    ['/verify', 'Verify'],
    ['/desk', 'Desk'],
  ],
  desk: [
    ['/desk', 'Desk'],
    ['/challenges', 'Challenges'],
    ['/receipts', 'Receipts'],
    ['/agents', 'Agents'],
    ['/attestations', 'Attestations'],
    ['/inbox', 'Inbox'],
    ['/webhooks', 'Webhooks'],
    ['/verify', 'Verify'],
    ['/docs', 'Docs'],
  ],
} as const satisfies Record<string, readonly Place[]>

type Props = {
  children: ReactNode
  /** Who is here, at the end of the header. */
  account?: ReactNode
  nav?: keyof typeof PLACES
  /** They sit, or sat, on a panel or a committee. */
  seats?: boolean
  /** They operate the desk. */
  operator?: boolean
}

const SEATS: Place = ['/audits', 'Seats']
const OPS: Place = ['/ops', 'Ops']

/** What stands around every page: the name, the ways to go, who is here, and what we do not claim. */
export function Frame({ children, account, nav = 'site', seats = false, operator = false }: Props) {
  return (
    <div className="wrap flex min-h-svh flex-col">
      <header className="flex flex-wrap items-center gap-x-6 gap-y-1 border-line border-b py-3 print:hidden">
        <Link
          href="/"
          prefetch={false}
          className="mr-auto flex min-h-[44px] items-center gap-2.5 font-serif text-[1.24rem] no-underline"
        >
          <Seal state={WHOLE_SEAL} className="size-[26px]" />
          Countersign
        </Link>
        <nav
          aria-label="Main"
          className={`order-last flex w-full flex-wrap gap-x-5 gap-y-0.5 sm:gap-x-6 ${nav === 'site' ? 'sm:order-none sm:w-auto' : ''}`}
        >
          <NavLinks places={[...PLACES[nav], ...(seats ? [SEATS] : []), ...(operator ? [OPS] : [])]} />
        </nav>
        {account}
      </header>
      <main id="main" tabIndex={-1} className="min-w-0 flex-1 outline-none">
        {children}
      </main>
      <footer className="mt-20 border-line border-t py-8 text-[.88rem] text-soft print:hidden">
        Countersign is free software under the Apache License 2.0. Nothing here is advice, and no receipt proves what
        was handed over.
      </footer>
    </div>
  )
}
