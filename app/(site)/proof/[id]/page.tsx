import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { toWire } from '@/components/data/to-wire'
import { drawQr } from '@/components/proof/qr'
import { QrView } from '@/components/proof/qr-picture'
import { AnchorFact, HashFact, ReceiptPaper } from '@/components/proof/receipt-paper'
import { Redraw } from '@/components/proof/redraw'
import { RefreshWhileWaiting } from '@/components/proof/refresh-while-waiting'
import { OUTCOME_WORDS, sayBatch, sayDecided } from '@/components/proof/say-receipt'
import { VerifyProof } from '@/components/proof/verify-proof'
import { CommitteeSection } from '@/components/receipt/committee-section'
import { nameStatus } from '@/components/receipt/say-status'
import { StatementsSection } from '@/components/receipt/statements-section'
import type { CommitteeView, ReceiptStatus, StatementView } from '@/components/receipt/types'
import { Time } from '@/components/ui/time'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { pageContext } from '@/lib/http/action'
import { networkOf } from '@/lib/proof/chains'
import { verdictId } from '@/lib/proof/receipt'
import { getProof, type Proof } from '@/lib/receipt/get-proof'
import { ReceiptParams } from '@/lib/receipt/schemas'

type Props = { params: Promise<{ id: string }> }

/** Once for the head and the page. Whatever is not the reader's to see is not there. */
const loadProof = cache(async (id: string): Promise<Proof> => {
  const params = ReceiptParams.safeParse({ id })
  if (!params.success) notFound()
  try {
    return await getProof(await pageContext(), params.data)
  } catch (error) {
    if (error instanceof AppError && error.code === 'E7001') notFound()
    throw error
  }
})

/** A receipt shared by link is for those who have the link, not for search engines. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id, visibility } = await loadProof((await params).id)
  return {
    title: `Receipt ${id.slice(0, 10)}`,
    description: 'What two parties signed, and a file that proves it to anyone, offline.',
    ...(visibility === 'public' ? {} : { robots: { index: false, follow: false } }),
  }
}

export default async function ProofPage({ params }: Props) {
  const proof = await loadProof((await params).id)
  const { id, bundle, status } = proof
  return (
    <div className="py-10 print:py-0">
      <ReceiptPaper
        id={id}
        bundle={bundle}
        heading="h1"
        label={
          <>
            Receipt, {status.toLowerCase()} <Time at={bundle.receipt.issued_at} />
          </>
        }
        facts={factsOf(proof)}
      >
        <VerifyProof
          href={`/api/v1/receipts/${id}/bundle`}
          whole={proof.judged ? null : proof.isParty}
          node={localNodeOf(proof)}
        />
        <noscript>
          <p className="mt-4 text-soft">
            The buttons need JavaScript; <a href={`/api/v1/receipts/${id}/bundle`}>the file itself</a> does not.
          </p>
        </noscript>
        <WhereItIs id={id} />
      </ReceiptPaper>
      {proof.judged ? <Judged id={id} judged={proof.judged} /> : null}
    </div>
  )
}

/** Who judged a task, in which role, and how they came to sit. */
function Judged({ id, judged: { committee, statements } }: { id: string; judged: NonNullable<Proof['judged']> }) {
  return (
    <div className="mx-auto mt-12 grid max-w-[860px] gap-10">
      <StatementsSection statements={toWire<StatementView[]>(statements)} />
      <div>
        <CommitteeSection committee={toWire<CommitteeView>(committee)} names={[]} />
        {committee.seed ? <Redraw id={id} /> : null}
      </div>
    </div>
  )
}

/** A desk with the local chain lets its pages ask it. */
function localNodeOf({ batch }: Proof): string | undefined {
  return batch && networkOf(batch.chainId)?.local ? '/api/v1/dev/rpc' : undefined
}

function factsOf(proof: Proof) {
  return proof.bundle.receipt.kind === 'task' ? taskFactsOf(proof) : challengeFactsOf(proof)
}

function taskFactsOf({ id, status, bundle: { receipt, verdict }, batch, judged }: Proof) {
  const { k, m } = judged?.committee ?? receipt.quorum
  const { task } = receipt
  return [
    ['Status', nameStatus(status as ReceiptStatus, 'task')],
    ['Decided by', m > 0 ? `a committee: ${k} of ${m}` : 'a committee that is still to be drawn'],
    ['Receipt', <HashFact key="id" of={id} />],
    ['Inputs', <HashFact key="inputs" of={task?.inputs_hash} />],
    ['Outputs', <HashFact key="outputs" of={task?.outputs_hash} />],
    ...(verdict ? [['Verdict', <HashFact key="verdict" of={verdictId(verdict)} />] as const] : []),
    ['Anchored', <LiveAnchor key="anchor" batch={batch} />],
    ...(batch?.txHash ? [['Transaction', <HashFact key="tx" of={batch.txHash} />] as const] : []),
  ] as const
}

function challengeFactsOf({ id, bundle: { receipt }, batch }: Proof) {
  const { commitments, outcome } = receipt
  return [
    ['Outcome', outcome ? OUTCOME_WORDS[outcome] : 'none'],
    ['Decided by', sayDecided(receipt)],
    ['Receipt', <HashFact key="id" of={id} />],
    ['Terms', <HashFact key="terms" of={receipt.terms_hash} />],
    [
      receipt.mode === 'SOLO' ? 'Commitment' : 'First commitment',
      <HashFact key="first" of={commitments?.initiator_hash} />,
    ],
    [
      receipt.mode === 'SOLO' ? 'Closed alone' : 'Second commitment',
      <HashFact key="second" of={commitments?.counter_hash} />,
    ],
    ['Final commitment', <HashFact key="final" of={commitments?.final_hash} />],
    ['Anchored', <LiveAnchor key="anchor" batch={batch} />],
    ...(batch?.txHash ? [['Transaction', <HashFact key="tx" of={batch.txHash} />] as const] : []),
  ] as const
}

/** Live until it stands: the page asks again by itself. */
function LiveAnchor({ batch }: Pick<Proof, 'batch'>) {
  return (
    <span role="status">
      <AnchorFact words={sayBatch(batch)} />
      {batch?.state === 'FINAL' ? null : <RefreshWhileWaiting />}
    </span>
  )
}

/** What paper needs to lead back here. */
function WhereItIs({ id }: { id: string }) {
  const address = `${env().APP_URL}/proof/${id}`
  const qr = drawQr(address, 'M')
  return (
    <div className="mt-10 grid items-center gap-x-6 gap-y-4 border-line border-t pt-6 sm:grid-cols-[auto_minmax(0,1fr)] print:break-inside-avoid">
      {qr ? <QrView qr={qr} says="A code with the address of this page" className="-ml-2 size-32 dark:ml-0" /> : null}
      <p className="min-w-0 text-[.88rem] text-soft">
        This page: <span className="mono text-ink">{address}</span>
        <br />
        Without this desk: keep the file, and check it with{' '}
        <code className="mono text-ink">npx countersign verify FILE</code>
      </p>
    </div>
  )
}
