import type { Metadata } from 'next'
import { AskOnce } from '@/components/settings/ask-once'
import { describeDevice } from '@/components/settings/describe-device'
import { Row, Rows } from '@/components/settings/rows'
import { SettingsFrame } from '@/components/settings/settings-frame'
import { Address } from '@/components/ui/address'
import { Status } from '@/components/ui/status'
import { Time } from '@/components/ui/time'
import { SignedOut } from '@/components/wallet/signed-out'
import { listSessions } from '@/lib/identity/list-sessions'
import { settingsContext } from '../settings-context'
import { end, endOthers } from './actions'

export const metadata: Metadata = { title: 'Sessions, settings' }

/** More than anybody looks through; older ones end by themselves. */
const SHOWN = 200

export default async function SessionsPage() {
  const ctx = await settingsContext()
  if (!ctx) return <SignedOut title="Sign in to see your sessions" />

  const { data } = await listSessions(ctx, { limit: SHOWN })
  const sessions = data.toSorted((a, b) => Number(b.current) - Number(a.current))
  const acting_as = ctx.actor.wallet.address
  return (
    <SettingsFrame
      current="/settings/sessions"
      title="Sessions"
      lead="Where you are signed in. Browsers stay for a week, programs for an hour. What a device is called is its own word."
    >
      <Rows label="Your sessions">
        {sessions.map((session) => {
          const device = describeDevice(session.kind, session.user_agent)
          return (
            <Row
              key={session.id}
              title={
                <span className="flex flex-wrap gap-x-3">
                  {device} {session.current ? <Status look="ok">this one</Status> : null}
                </span>
              }
              says={
                <>
                  <span className="block">
                    Last used <Time at={session.last_used_at} />, ends <Time at={session.expires_at} />
                  </span>
                  <Address value={session.wallet_address} />
                </>
              }
              action={
                session.current ? null : (
                  <AskOnce
                    label="End"
                    of={device}
                    title="End this session"
                    says={`${device} is signed out at once. What it signed stays signed.`}
                    action="End it"
                    run={end.bind(null, { acting_as, id: session.id })}
                    done="The session has ended"
                  />
                )
              }
            />
          )
        })}
      </Rows>
      <div className="mt-6">
        {sessions.length > 1 ? (
          <AskOnce
            label="End all others"
            of="sessions"
            title="End all other sessions"
            says="Every browser and program but this window’s own session is signed out at once. API keys stay."
            action="End them"
            run={endOthers.bind(null, { acting_as })}
            done="All other sessions have ended"
          />
        ) : (
          <p className="text-[.94rem] text-soft">
            You are signed in nowhere else. To end this one, sign out in the menu at the top.
          </p>
        )}
      </div>
    </SettingsFrame>
  )
}
