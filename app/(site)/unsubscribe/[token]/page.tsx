import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { pressable } from '@/components/ui/button'
import { pageContext } from '@/lib/http/action'
import { getStopState, type StopState } from '@/lib/notification/stop'

export const metadata: Metadata = {
  title: 'Stop these messages',
  robots: { index: false, follow: false },
}

/** Opening it changes nothing, so that a program that looks through mail stops nothing. */
export default async function StopPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  const state = await getStopState(await pageContext(), { token })
  if (!state) notFound()

  return (
    <div className="max-w-[640px] pt-10 md:pt-16">
      <h1 className="text-[clamp(1.9rem,4.4vw,2.9rem)]">
        {state.stopped ? 'Nothing more is sent' : 'Stop these messages'}
      </h1>
      <p className="mt-4 max-w-[34em] font-serif text-[1.16rem] leading-relaxed [overflow-wrap:anywhere]">
        {say(state)}
      </p>
      {state.stopped ? null : (
        <form method="post" action={`/api/v1/notifications/unsubscribe/${token}`} className="mt-8">
          <input type="hidden" name="List-Unsubscribe" value="One-Click" />
          <button type="submit" className={pressable('next')}>
            Stop them
          </button>
        </form>
      )}
      {state.kind === 'invites' ? null : (
        <p className="mt-8">
          <Link href="/settings/notifications">Choose what you are told</Link>
        </p>
      )}
    </div>
  )
}

function say({ kind, organization, stopped }: StopState): string {
  if (kind === 'invites') {
    return stopped
      ? 'Nobody can invite this address from here any more.'
      : 'Nobody will be able to invite this address from here any more. A link somebody sends you still works.'
  }
  const what = kind === 'EMAIL' ? 'mail' : 'text messages'
  const whose = organization ? ` about ${organization}` : ''
  return stopped
    ? `We send you no more ${what}${whose}. Deadlines go on as before: look in from time to time.`
    : `You will get no more ${what}${whose} from us. Deadlines go on as before, whether we write or not.`
}
