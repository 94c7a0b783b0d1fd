'use client'

import Link from 'next/link'
import { MODE_WORDS } from '@/components/challenge/words'
import { headReceipt } from '@/components/proof/say-receipt'
import { Address } from '@/components/ui/address'
import { shorten } from '@/components/ui/shorten'
import { Status } from '@/components/ui/status'
import { Time } from '@/components/ui/time'
import type { Hex } from '@/lib/proof/hash'
import type { ReceiptView } from './receipt-view'
import { SmallRosette } from './small-rosette'

/** One receipt of a list: how it ended, between whom, when, and whether it is anchored. */
export function ReceiptRow({ item: { id, receipt, anchor, visibility } }: { item: ReceiptView }) {
  return (
    <li className="grid grid-cols-[56px_minmax(0,1fr)] gap-x-4 border-line border-t py-4 sm:grid-cols-[64px_minmax(0,1fr)_170px] lg:grid-cols-[64px_minmax(0,1fr)_230px] sm:gap-x-5">
      <SmallRosette hash={id as Hex} className="size-14 sm:size-16" />
      <div className="min-w-0">
        <h3 className="text-[1.16rem]">
          <Link href={`/proof/${id}`} prefetch={false} className="decoration-line">
            {headReceipt(receipt).replace(/\.$/, '')}
          </Link>
        </h3>
        <ul className="mt-1 flex flex-wrap gap-x-5 gap-y-1 text-[.9rem]">
          {receipt.parties.map(({ role, did }) => (
            <li key={role} className="inline-flex min-w-0 items-center gap-2">
              <span className="text-soft first-letter:uppercase">{role}</span>
              <Address value={did} copy={false} />
            </li>
          ))}
        </ul>
        <p className="mt-1 text-[.88rem] text-soft">
          {receipt.mode ? `${MODE_WORDS[receipt.mode].name}, ` : null}
          {VISIBILITY_WORDS[visibility]}, <span className="mono">{shorten(id, 8, 6)}</span>
        </p>
      </div>
      <div className="col-start-2 mt-2 text-[.92rem] sm:col-start-auto sm:mt-0">
        <p>
          <Time at={receipt.issued_at} />
        </p>
        <p className="mt-0.5">
          {anchor.state === 'FINAL' ? (
            <Status look="ok">anchored</Status>
          ) : (
            <Status look="wait">not anchored yet</Status>
          )}
        </p>
      </div>
    </li>
  )
}

const VISIBILITY_WORDS = {
  public: 'listed for everybody',
  link: 'for whoever has its link',
  parties: 'for its parties alone',
}
