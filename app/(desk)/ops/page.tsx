import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { toWire } from '@/components/data/to-wire'
import { Dead } from '@/components/ops/dead'
import { Flags } from '@/components/ops/flags'
import { Months, Pulse } from '@/components/ops/pulse'
import { Queue } from '@/components/ops/queue'
import { Section } from '@/components/ops/section'
import { Disputes, Errors, Stuck } from '@/components/ops/troubles'
import type {
  DeadView,
  DeskView,
  DisputesView,
  ErrorsView,
  FlagsView,
  JobsView,
  StuckView,
} from '@/components/ops/types'
import { AuditCheck } from '@/components/settings/audit-check'
import { AuditList } from '@/components/settings/audit-list'
import type { AuditLine } from '@/components/settings/audit-words'
import { Status } from '@/components/ui/status'
import { AuditFilter } from '@/lib/audit/schemas'
import { pageContext } from '@/lib/http/action'
import { listFlags } from '@/lib/ops/flags'
import { listDeskAudit } from '@/lib/ops/list-own-log'
import { lookAtDead, lookAtDesk, lookAtDisputes, lookAtErrors, lookAtJobs, lookAtStuck } from '@/lib/ops/look'
import { isOperator } from '@/lib/ops/operators'

export const metadata: Metadata = { title: 'Ops', robots: { index: false } }

const SHOWN = 20

/** To everybody but operators this page does not exist. */
export default async function OpsPage() {
  const ctx = await pageContext()
  if (ctx.actor.kind !== 'user' || !isOperator(ctx.actor)) notFound()

  const actingAs = ctx.actor.wallet.address
  const [disputes, stuck, jobs, dead, errors, desk, flags, log] = await Promise.all([
    lookAtDisputes(ctx),
    lookAtStuck(ctx),
    lookAtJobs(ctx),
    lookAtDead(ctx),
    lookAtErrors(ctx),
    lookAtDesk(ctx),
    listFlags(ctx),
    listDeskAudit(ctx, AuditFilter.parse({ limit: SHOWN })),
  ])
  const isSet = flags.data.filter(({ set_here }) => set_here).length
  return (
    <div className="pt-10">
      <h1 className="text-[clamp(1.9rem,4.4vw,2.9rem)]">Ops</h1>
      <p className="mt-2 mb-8 max-w-[44em] text-soft">
        The desk as those who run it see it: counts and ids, no payload and nobody’s words. What is done here stands in
        the log at the end.
      </p>
      <Disputes {...toWire<DisputesView>(disputes)} />
      <Stuck {...toWire<StuckView>(stuck)} />
      <Queue {...toWire<JobsView>(jobs)} actingAs={actingAs} />
      <Dead {...toWire<DeadView>(dead)} actingAs={actingAs} />
      <Errors {...toWire<ErrorsView>(errors)} />
      <Pulse {...toWire<DeskView>(desk)} />
      <Section
        id="switches"
        title="Switches"
        state={<Status look="none">{isSet === 0 ? 'all as the environment has them' : `${isSet} set here`}</Status>}
      >
        <Flags {...toWire<FlagsView>(flags)} actingAs={actingAs} />
      </Section>
      <Months {...toWire<DeskView>(desk)} />
      <Section id="log" title="The desk’s own log" state={<Status look="none">newest first</Status>}>
        {log.data.length > 0 ? (
          <>
            <AuditList entries={toWire<AuditLine[]>(log.data)} names={{ [`user:${ctx.actor.userId}`]: 'You' }} />
            <AuditCheck path="ops/audit-log" />
          </>
        ) : (
          <p className="text-soft">Nothing yet: no operator has done anything, and nothing was old enough to go.</p>
        )}
      </Section>
    </div>
  )
}
