import type { ReactNode } from 'react'
import type { Bundle } from '@/lib/proof/bundle'
import { receiptId } from '@/lib/proof/receipt'
import { AnchorFact, HashFact, ReceiptPaper } from './receipt-paper'
import { sayAnchor } from './say-receipt'

type Sheet = { bundle: Bundle; label: string; says: string; children: ReactNode }

/** A receipt from its file, among other things on a page. */
export function ReceiptSheet({ bundle, label, says, children }: Sheet) {
  const id = receiptId(bundle.receipt)
  const facts = [
    ['Receipt', <HashFact key="id" of={id} />],
    ['Final commitment', <HashFact key="final" of={bundle.receipt.commitments?.final_hash} />],
    ['Anchored', <AnchorFact key="anchor" words={sayAnchor(bundle.anchor)} />],
  ] as const
  return (
    <ReceiptPaper id={id} bundle={bundle} label={label} says={says} heading="h2" facts={facts}>
      {children}
    </ReceiptPaper>
  )
}
