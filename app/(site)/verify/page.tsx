import type { Metadata } from 'next'
import { LookUpTyped } from '@/components/proof/look-up-typed'
import { VerifyDoor } from '@/components/proof/verify-door'

export const metadata: Metadata = {
  title: 'Verify',
  description:
    'Verify a receipt’s bundle in the page, or find the challenge that names a document. Nothing is uploaded.',
}

export default function VerifyPage() {
  return (
    <div className="mx-auto max-w-[860px] py-11">
      <h1 className="text-[clamp(1.9rem,4.4vw,2.9rem)]">Verify a receipt</h1>
      <p className="mt-5 max-w-[33em] font-serif text-[1.25rem] leading-normal">
        A receipt’s bundle is one JSON file that proves itself. This page checks it with its own code, on your machine;
        the desk that made it is not asked and need not exist any more.
      </p>
      <div className="mt-9">
        <VerifyDoor />
        <noscript>
          <p className="mt-4">This page needs JavaScript; the command below does not.</p>
        </noscript>
      </div>

      <section aria-labelledby="typed" className="mt-14 border-line border-t pt-8">
        <h2 id="typed" className="text-[1.28rem]">
          Look something up by its hash
        </h2>
        <p className="mt-2 mb-5 max-w-[40em] text-soft">
          Which of your challenges, or of the public ones, names a document; or which receipt has this id.
        </p>
        <LookUpTyped />
      </section>

      <section aria-labelledby="without" className="mt-12 border-line border-t pt-8">
        <h2 id="without" className="text-[1.28rem]">
          Without a browser
        </h2>
        <p className="mt-3">
          <code className="mono">npx countersign verify FILE</code>
        </p>
        <p className="mt-2 max-w-[40em] text-[.92rem] text-soft">
          With <code className="mono">--rpc URL</code> it asks a node of your choice for what only the chain can prove:
          the time of the anchor, blocks, and the signatures of contract wallets. A page may talk to its own desk only.
        </p>
      </section>
    </div>
  )
}
