import { LifePicture } from '@/components/challenge/life-picture'
import { ModeList } from '@/components/challenge/mode-list'
import { ReceiptSheet } from '@/components/proof/receipt-sheet'
import { sayDay } from '@/components/proof/say-time'
import { Seal } from '@/components/proof/seal'
import { VerifyFile } from '@/components/proof/verify-file'
import { VerifySample } from '@/components/proof/verify-sample'
import { pressable } from '@/components/ui/button'
import { type Bundle, bundleSchema } from '@/lib/proof/bundle'
import file from '@/public/sample-bundle.json'

const sample = bundleSchema.parse(file)

/** What the sample's own log says of it, and what no receipt says. */
function saySample({ log }: Bundle): string {
  const dayOf = (action: string) => sayDay(log.findLast((entry) => entry.action === action)?.at ?? '')
  return `On ${dayOf('accept')} two wallets had signed the same terms: a bike for 0.4 ETH. On ${dayOf('confirm')} both had signed that they were kept. The file proves that; it does not prove what was handed over.`
}

export default function HomePage() {
  return (
    <>
      <section className="grid items-center gap-10 pt-11 pb-14 md:grid-cols-[minmax(0,1fr)_auto] md:pt-[72px]">
        <Seal
          state={{ creator: true, counterparty: false, ring: 'open' }}
          className="-ml-3 size-[118px] md:order-last md:mr-2 md:ml-0 md:size-[250px]"
        />
        <div>
          <h1 className="max-w-[13ch] text-[clamp(2.3rem,6vw,4.1rem)]">
            Make a deal with a stranger. Prove what happened.
          </h1>
          <p className="mt-5 max-w-[33em] font-serif text-[1.25rem] leading-normal">
            Countersign lets two parties who do not know each other prove their wallets and the funds behind them
            without showing a balance, sign the same terms, and leave with a receipt that anyone can verify offline,
            years later, without trusting us.
          </p>
          <p className="mt-7">
            <a href="#verify" className={pressable()}>
              See a receipt verified
            </a>
          </p>
        </div>
      </section>

      <section aria-labelledby="life" className="border-line border-t pt-9 pb-12">
        <h2 id="life" className="text-[1.5rem]">
          The life of a challenge
        </h2>
        <p className="mt-2 mb-8 max-w-[44em] text-soft">
          A challenge is a deal put to a counterparty. This is one in Gatekeeper mode, drawn from the table the desk
          itself decides by.
        </p>
        <LifePicture mode="GATEKEEPER" />
      </section>

      <section aria-labelledby="verify" className="border-line border-t pt-9 pb-12">
        <h2 id="verify" className="text-[1.5rem]">
          Verify a receipt
        </h2>
        <p className="mt-2 mb-8 max-w-[44em] text-soft">
          A receipt is one JSON file. This page checks it with its own code, on your machine; the desk is not asked.
        </p>
        <ReceiptSheet bundle={sample} label="Sample. Made on a local chain, worth nothing." says={saySample(sample)}>
          <VerifySample href="/sample-bundle.json" />
          <noscript>
            <p className="mt-4 text-soft">The buttons need JavaScript; the command below does not.</p>
          </noscript>
        </ReceiptSheet>
        <div className="mx-auto mt-10 max-w-[860px]">
          <h3 className="mb-4 text-[1.28rem]">Your own</h3>
          <VerifyFile />
          <p className="mt-4 text-[.88rem] text-soft">
            Without a browser: <code className="mono text-ink">npx countersign verify FILE</code>
          </p>
        </div>
      </section>

      <section aria-labelledby="modes" className="border-line border-t pt-9">
        <h2 id="modes" className="mb-7 text-[1.5rem]">
          Four modes
        </h2>
        <ModeList />
      </section>
    </>
  )
}
