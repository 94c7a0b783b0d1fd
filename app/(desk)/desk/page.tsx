import type { Metadata } from 'next'
import { toWire } from '@/components/data/to-wire'
import { DeskBoard } from '@/components/desk/desk-board'
import { readDesk } from '@/components/desk/read-desk'
import { SignedOut } from '@/components/wallet/signed-out'
import { pageContext } from '@/lib/http/action'

export const metadata: Metadata = { title: 'Desk' }

export default async function DeskPage() {
  const ctx = await pageContext()
  if (ctx.actor.kind !== 'user') {
    return (
      <SignedOut
        title="Your desk"
        says="What waits for you, until when, and what happens if you do nothing. Your wallet is your name here: you prove that it is yours by signing a text, which costs nothing and moves nothing."
      />
    )
  }
  const { actor } = ctx
  return <DeskBoard drawn={toWire({ of: actor.wallet.address, value: await readDesk({ ...ctx, actor }) })} />
}
