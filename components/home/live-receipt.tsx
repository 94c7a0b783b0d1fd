import Link from 'next/link'
import { AnchorFact, HashFact, ReceiptPaper } from '@/components/proof/receipt-paper'
import { ReceiptSheet } from '@/components/proof/receipt-sheet'
import { sayBatch } from '@/components/proof/say-receipt'
import { sayDay } from '@/components/proof/say-time'
import { type Bundle, bundleSchema } from '@/lib/proof/bundle'
import type { Proof } from '@/lib/receipt/get-proof'
import file from '@/public/sample-bundle.json'
import { VerifyHere } from './verify-here'

const sample = bundleSchema.parse(file)

/** A receipt that verifies in the page: the newest public one of this desk, or a sample while there is none. */
export function LiveReceipt({ shown }: { shown: Proof | null }) {
  return shown ? <NewestReceipt proof={shown} /> : <SampleReceipt />
}

function NewestReceipt({ proof: { id, bundle, batch } }: { proof: Proof }) {
  const facts = [
    ['Receipt', <HashFact key="id" of={id} />],
    ['Final commitment', <HashFact key="final" of={bundle.receipt.commitments?.final_hash} />],
    ['Anchored', <AnchorFact key="anchor" words={sayBatch(batch)} />],
  ] as const
  const label = `The newest public receipt of this desk, ${sayDay(bundle.receipt.issued_at)}`
  return (
    <ReceiptPaper id={id} bundle={bundle} label={label} heading="h2" facts={facts}>
      <VerifyHere href={`/api/v1/receipts/${id}/bundle`} />
      <p className="mt-5 text-[.92rem]">
        <Link href={`/proof/${id}`} prefetch={false}>
          Its own page
        </Link>
      </p>
      <WithoutScript href={`/api/v1/receipts/${id}/bundle`} />
    </ReceiptPaper>
  )
}

function SampleReceipt() {
  return (
    <ReceiptSheet bundle={sample} label="Sample. Made on a local chain, worth nothing." says={saySample(sample)}>
      <VerifyHere href="/sample-bundle.json" fileName="countersign-sample.json" />
      <WithoutScript href="/sample-bundle.json" />
    </ReceiptSheet>
  )
}

function WithoutScript({ href }: { href: string }) {
  return (
    <noscript>
      <p className="mt-4 text-soft">
        The buttons need JavaScript; <a href={href}>the file itself</a> does not.
      </p>
    </noscript>
  )
}

/** What the sample's own log says of it, and what no receipt says. */
function saySample({ log }: Bundle): string {
  const dayOf = (action: string) => sayDay(log.findLast((entry) => entry.action === action)?.at ?? '')
  return `On ${dayOf('accept')} two wallets had signed the same terms: a bike for 0.4 ETH. On ${dayOf('confirm')} both had signed that they were kept. The file proves that; it does not prove what was handed over.`
}
