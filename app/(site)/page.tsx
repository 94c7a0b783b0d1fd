import Link from 'next/link'
import { LifePicture } from '@/components/challenge/life-picture'
import { ModeList } from '@/components/challenge/mode-list'
import { DeskNumbers } from '@/components/home/desk-numbers'
import { LiveReceipt } from '@/components/home/live-receipt'
import { readHome } from '@/components/home/read-home'
import { Seal } from '@/components/proof/seal'
import { pressable } from '@/components/ui/button'

export default async function HomePage() {
  const { numbers, shown } = await readHome()
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
            without showing a balance, sign the same terms, put down bonds that no operator can take, and leave with a
            receipt that anyone can verify offline, years later, without trusting us.
          </p>
          <p className="mt-7 flex flex-wrap gap-3">
            <Link href="/challenges/new" prefetch={false} className={pressable('next')}>
              Start a challenge
            </Link>
            <Link href="/verify" prefetch={false} className={pressable()}>
              Verify a receipt
            </Link>
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

      <section aria-labelledby="receipt" className="border-line border-t pt-9 pb-12">
        <h2 id="receipt" className="text-[1.5rem]">
          What both leave with
        </h2>
        <p className="mt-2 mb-8 max-w-[44em] text-soft">
          A receipt is one JSON file. This page checks it with its own code, on your machine; the desk is not asked.
        </p>
        <LiveReceipt shown={shown} />
      </section>

      {numbers ? (
        <section aria-labelledby="numbers" className="border-line border-t pt-9 pb-12">
          <h2 id="numbers" className="mb-6 text-[1.5rem]">
            On this desk so far
          </h2>
          <DeskNumbers numbers={numbers} />
        </section>
      ) : null}

      <section aria-labelledby="modes" className="border-line border-t pt-9">
        <h2 id="modes" className="mb-7 text-[1.5rem]">
          Four modes
        </h2>
        <ModeList />
        <p className="mt-7 text-soft">
          How <Link href="/docs/guides/bonds">bonds</Link> work, how a <Link href="/docs/guides/disputes">panel</Link>{' '}
          is drawn, and how to <Link href="/docs/guides/leave-without-us">leave without us</Link>.
        </p>
      </section>
    </>
  )
}
