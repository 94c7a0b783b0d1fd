import Link from 'next/link'
import type { ReactNode } from 'react'
import { Seal, WHOLE_SEAL } from '@/components/proof/seal'

/** What stands around every page of the site: the name, the ways to go, and what we do not claim. */
export function SiteFrame({ children }: { children: ReactNode }) {
  return (
    <div className="wrap">
      <header className="flex flex-wrap items-center gap-x-6 gap-y-2 border-line border-b py-[18px]">
        <Link href="/" className="mr-auto flex items-center gap-2.5 font-serif text-[1.24rem] no-underline">
          <Seal state={WHOLE_SEAL} className="size-[26px]" />
          Countersign
        </Link>
        <nav aria-label="Site" className="flex gap-x-6">
          <Link href="/#verify" className="py-1">
            Verify
          </Link>
          <Link href="/docs" className="py-1">
            API
          </Link>
          <Link href="/docs/errors" className="py-1">
            Errors
          </Link>
        </nav>
      </header>
      <main>{children}</main>
      <footer className="mt-20 border-line border-t py-8 text-[.88rem] text-soft">
        Countersign is free software under the Apache License 2.0. Nothing here is advice, and no receipt proves what
        was handed over.
      </footer>
    </div>
  )
}
