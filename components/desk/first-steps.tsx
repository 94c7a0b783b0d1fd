'use client'

import Link from 'next/link'
import { pressable } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { useParty } from '@/components/wallet/party'

/** A desk on which nothing waits: what to do first, and how to play both sides where there are wallets to play with. */
export function FirstSteps({ others }: { others: boolean }) {
  const { party, demo } = useParty()
  const other = demo.find(({ address }) => address !== party?.address)
  return (
    <Empty
      title="Nothing waits for you"
      action={
        <Link href="/challenges/new" prefetch={false} className={pressable('next')}>
          Start a challenge
        </Link>
      }
    >
      {others ? (
        <p>Your open challenges wait for somebody else. They come back here when it is your turn.</p>
      ) : (
        <p>
          What you have to sign, check or answer stands here, the nearest deadline first. It begins with a challenge: a
          deal you put to somebody.
        </p>
      )}
      {other && !others ? <BothSides you={party?.demo ?? null} other={other.name} /> : null}
    </Empty>
  )
}

function BothSides({ you, other }: { you: string | null; other: string }) {
  return (
    <>
      <h3 className="mt-6 text-[1.1rem] text-ink">Play both sides</h3>
      <p className="mt-1">This desk runs on a local chain, where nothing is worth anything.</p>
      <ol className="mt-3 grid list-decimal gap-1.5 pl-5">
        <li>{you ? `As ${you}, start` : 'Start'} a Gatekeeper challenge and sign it.</li>
        <li>Copy its link, and open it in a second window.</li>
        <li>There, choose {other} in the menu at the top. Each window stays who it is.</li>
        <li>Sign the same terms. Then both say how it ended, and you have a receipt.</li>
      </ol>
    </>
  )
}
