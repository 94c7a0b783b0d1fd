import { readNames } from '@/components/receipt/read-names'
import { listChallenges } from '@/lib/challenge/get'
import { listTitles } from '@/lib/challenge/list-titles'
import { listWaiting } from '@/lib/challenge/list-waiting'
import { listAudits } from '@/lib/committee/list-audits'
import type { Ctx, UserActor } from '@/lib/context'
import { listEvents } from '@/lib/event/list-events'
import { isId } from '@/lib/id'
import { listReceipts } from '@/lib/receipt/list'

/** Everything the desk shows, as the calls of `queries.ts` would answer it. */
export async function readDesk(ctx: Ctx<UserActor>) {
  const [waiting, open, news, seats, tasks, names] = await Promise.all([
    listWaiting(ctx, { limit: 100 }),
    listChallenges(ctx, { limit: 50, open: true }),
    listEvents(ctx, { limit: 30, order: 'newest' }),
    listAudits(ctx, { limit: 50 }),
    listReceipts(ctx, { limit: 50, mine: true, kind: 'task' }),
    readNames(ctx),
  ])
  const about = news.data.map(({ type, subject, data }) => (type.startsWith('receipt.') ? data.subject : subject))
  const ids = [...new Set(about.filter((id) => typeof id === 'string' && isId(id)))] as string[]
  return { waiting, open, news, seats, tasks, names, titles: await listTitles(ctx, ids) }
}
