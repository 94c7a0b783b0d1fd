import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { LetterParts, LetterView } from '@/components/notification/letter-view'
import { env } from '@/lib/env'
import { isMailboxOpen } from '@/lib/notification/channel'
import { sampleLetters } from '@/lib/notification/letters/samples'
import { toMail } from '@/lib/notification/to-mail'

export const metadata: Metadata = { title: 'Every kind of letter' }
export const dynamic = 'force-dynamic'

export default function TemplatesPage() {
  if (!isMailboxOpen()) notFound()
  return (
    <div className="max-w-[760px] pt-8 md:pt-11">
      <p>
        <Link href="/mailbox">Development mailbox</Link>
      </p>
      <h1 className="mt-3 text-[clamp(1.9rem,4.4vw,2.9rem)]">Every kind of letter</h1>
      <p className="mt-4 max-w-[38em] font-serif text-[1.16rem] leading-relaxed">
        Filled with the examples of the event types. The links lead nowhere here.
      </p>
      {sampleLetters(env().APP_URL).map(({ name, says, letter }) => (
        <section key={name} aria-label={name} className="mt-12">
          <p className="text-[.94rem] text-soft [overflow-wrap:anywhere]">
            <code className="mono">{name}</code>: {says}
          </p>
          <h2 className="mt-1 mb-3 text-[1.28rem] [overflow-wrap:anywhere]">{toMail(letter).subject}</h2>
          <LetterView letter={letter} isSample />
          <LetterParts name={name} letter={letter} />
        </section>
      ))}
    </div>
  )
}
