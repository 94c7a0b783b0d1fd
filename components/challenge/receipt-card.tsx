import Link from 'next/link'
import { Rosette } from '@/components/proof/rosette'
import { pressable } from '@/components/ui/button'
import { Hash } from '@/components/ui/hash'
import type { Hex } from '@/lib/proof/hash'

type Props = {
  id: string
  /** Something else is the next thing to do. */
  quiet?: boolean
}

/** The receipt of a challenge that has one: its rosette, and the way to it. */
export function ReceiptCard({ id, quiet = false }: Props) {
  return (
    <div className="mt-4">
      <Rosette hash={id as Hex} className="mx-auto w-full max-w-[220px]" />
      <p className="mt-3 text-center">
        <Hash value={id} label="receipt" />
      </p>
      <Link href={`/proof/${id}`} className={`${pressable(quiet ? 'plain' : 'next')} mt-4 w-full`}>
        Open the receipt
      </Link>
    </div>
  )
}
