import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { LetterParts, LetterView } from '@/components/notification/letter-view'
import { Facts } from '@/components/ui/facts'
import { Time } from '@/components/ui/time'
import { SignedOut } from '@/components/wallet/signed-out'
import type { Ctx } from '@/lib/context'
import { isAppError } from '@/lib/errors'
import { pageContext } from '@/lib/http/action'
import { isMailboxOpen } from '@/lib/notification/channel'
import { getKeptMessage } from '@/lib/notification/list-mailbox'
import { toMail, toShortText } from '@/lib/notification/to-mail'

export const metadata: Metadata = { title: 'A message, development mailbox' }

export default async function MessagePage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await pageContext()
  if (!isMailboxOpen()) notFound()
  if (ctx.actor.kind !== 'user') return <SignedOut title="Sign in to see the development mailbox" />

  const { channel, at, to, letter, template } = await load(ctx, (await params).id)
  const isMail = channel === 'EMAIL'
  return (
    <div className="max-w-[760px] pt-8 md:pt-11">
      <p>
        <Link href="/mailbox">Development mailbox</Link>
      </p>
      <h1 className="mt-3 text-[clamp(1.6rem,3.6vw,2.3rem)] [overflow-wrap:anywhere]">
        {isMail ? toMail(letter).subject : 'Text message'}
      </h1>
      <div className="my-6">
        <Facts
          rows={[
            ['To', to],
            ['Kind', <code key="kind">{template}</code>],
            ['When', <Time key="at" at={at} withDate />],
          ]}
        />
      </div>
      {isMail ? (
        <>
          <LetterView letter={letter} />
          <LetterParts name={template} letter={letter} />
        </>
      ) : (
        <p className="max-w-[34em] border border-line bg-sheet px-5 py-4 [overflow-wrap:anywhere]">
          {toShortText(letter)}
        </p>
      )}
    </div>
  )
}

async function load(ctx: Ctx, id: string) {
  try {
    return await getKeptMessage(ctx, { id })
  } catch (error) {
    if (isAppError(error, 'E9008')) notFound()
    throw error
  }
}
