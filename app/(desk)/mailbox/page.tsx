import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { Empty } from '@/components/ui/empty'
import { Time } from '@/components/ui/time'
import { SignedOut } from '@/components/wallet/signed-out'
import { pageContext } from '@/lib/http/action'
import { isMailboxOpen } from '@/lib/notification/channel'
import { type KeptMessage, listMailbox } from '@/lib/notification/list-mailbox'
import { toMail } from '@/lib/notification/to-mail'

export const metadata: Metadata = { title: 'Development mailbox' }

export default async function MailboxPage() {
  const ctx = await pageContext()
  if (!isMailboxOpen()) notFound()
  if (ctx.actor.kind !== 'user') return <SignedOut title="Sign in to see the development mailbox" />

  const messages = await listMailbox(ctx)
  return (
    <div className="max-w-[860px] pt-8 md:pt-11">
      <h1 className="text-[clamp(1.9rem,4.4vw,2.9rem)]">Development mailbox</h1>
      <p className="mt-4 max-w-[38em] font-serif text-[1.16rem] leading-relaxed">
        What this desk would have sent, to whomever, the newest first. It is here because the desk is local and has no
        key to send with.
      </p>
      <p className="mt-3">
        <Link href="/mailbox/templates">Look at every kind of letter</Link>
      </p>
      <div className="mt-8">
        {messages.length > 0 ? (
          <ul aria-label="Messages" className="border-line border-b">
            {messages.map((message) => (
              <Row key={message.id} of={message} />
            ))}
          </ul>
        ) : (
          <Empty title="Nothing was to be sent yet">
            Give a mail address in your <Link href="/settings/notifications">settings</Link>, and the code for it comes
            here.
          </Empty>
        )}
      </div>
    </div>
  )
}

function Row({ of: { id, channel, at, to, letter } }: { of: KeptMessage }) {
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-line border-t py-3.5">
      <div className="min-w-0 flex-[1_1_18rem]">
        <Link href={`/mailbox/${id}`} className="font-[560] [overflow-wrap:anywhere]">
          {channel === 'EMAIL' ? toMail(letter).subject : letter.short}
        </Link>
        <p className="text-[.94rem] text-soft [overflow-wrap:anywhere]">
          {channel === 'EMAIL' ? 'Mail' : 'Text message'} to {to}
        </p>
      </div>
      <span className="text-[.94rem] text-soft">
        <Time at={at} />
      </span>
    </li>
  )
}
