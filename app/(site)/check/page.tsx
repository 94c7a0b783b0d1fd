import type { Metadata } from 'next'
import { CheckDoor } from '@/components/proof/check-door'

export const metadata: Metadata = {
  title: 'Check a digest',
  description: 'Computes on a second device what a wallet on the first is about to sign.',
}

export default function CheckPage() {
  return (
    <div className="mx-auto max-w-[860px] py-11">
      <h1 className="text-[clamp(1.9rem,4.4vw,2.9rem)]">Check what is signed</h1>
      <p className="mt-5 mb-9 max-w-[33em] font-serif text-[1.25rem] leading-normal">
        A wallet signs a digest. This page computes it again from the fields, on this device, so that one screen that
        lies is not enough. What stands behind the # in the address stays here; no server sees it.
      </p>
      <CheckDoor />
      <noscript>
        <p className="mt-4">This page needs JavaScript; the command below does not.</p>
      </noscript>
      <section aria-labelledby="without" className="mt-12 border-line border-t pt-8">
        <h2 id="without" className="text-[1.28rem]">
          Without a browser
        </h2>
        <p className="mt-3">
          <code className="mono">npx countersign digest typed-data.json</code>
        </p>
        <p className="mt-2 max-w-[40em] text-[.92rem] text-soft">
          It prints the same fields and hashes, and takes this page’s address as well as a file. Only texts of
          Countersign are understood: what it does not know it does not vouch for.
        </p>
      </section>
    </div>
  )
}
