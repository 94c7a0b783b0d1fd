import { Facts } from '@/components/ui/facts'
import { Time } from '@/components/ui/time'
import { DimensionTable } from './dimension-table'
import { DIMENSION_WORDS, DIMENSIONS } from './dimensions'
import { HistoryChart } from './history-chart'
import { spanOf } from './history-geometry'
import { HistoryList } from './history-list'
import { Radar } from './radar'
import { sayShare } from './say-number'
import { toCharts, toDimensionRows } from './to-rows'
import type { HistoryView, ReputationView } from './views'

type Props = {
  reputation: ReputationView
  /** The newest changes, newest first. */
  history: readonly HistoryView[]
  /** There are older ones. */
  hasOlder: boolean
  /** Whom it is of, in words. */
  of: string
}

/** What receipts say of somebody: seven numbers, plain counts, and every change with the receipt that made it. */
export function ReputationSection({ reputation, history, hasOlder, of }: Props) {
  const rows = toDimensionRows(reputation)
  const { counts, receipts, counterparties, trust, trust_prime, as_of } = reputation
  return (
    <>
      <section aria-labelledby="reputation">
        <h2 id="reputation" className="text-[1.5rem]">
          What its receipts say
        </h2>
        <p className="mt-2 max-w-[44em] text-soft">
          Seven numbers, moved by finished receipts alone, and anybody can count them again. The thicker stretch shows
          how sure each is; a dashed line has no history, which is not zero.
        </p>
        <div className="mt-5 grid items-start gap-x-10 gap-y-7 lg:grid-cols-[26rem_minmax(0,1fr)]">
          <Radar rows={rows} of={of} />
          <DimensionTable rows={rows} />
        </div>
        <div className="mt-7 max-w-[44em]">
          <Facts
            rows={[
              ['Trust', <Trust key="trust" value={trust} says="drifts to 50 % by the day without new receipts" />],
              [
                'For ranking',
                <Trust
                  key="prime"
                  value={trust_prime}
                  says={`as far as ${counterparties} different ${counterparties === 1 ? 'user has' : 'users have'} seen it`}
                />,
              ],
              ['Receipts', `${receipts}`],
              ['Completed', `${counts.completed}`],
              ['Lost', `${counts.lost}`],
              ['Let expire', `${counts.silent}`],
              ...(as_of ? [['Last decided', <Time key="as-of" at={as_of} />] as const] : []),
            ]}
          />
        </div>
      </section>
      <History history={history} hasOlder={hasOlder} now={Date.parse(reputation.read_at)} />
    </>
  )
}

function Trust({ value, says }: { value: number; says: string }) {
  return (
    <>
      <span className="tabular-nums">{sayShare(value)}</span> <span className="text-soft">{says}</span>
    </>
  )
}

function History({ history, hasOlder, now }: { history: readonly HistoryView[]; hasOlder: boolean; now: number }) {
  const charts = toCharts(history)
  const span = spanOf([...charts.values()].flat(), now)
  return (
    <section aria-labelledby="history">
      <h2 id="history" className="text-[1.5rem]">
        Over time
      </h2>
      {history.length === 0 ? (
        <p className="mt-2 max-w-[44em] text-soft">
          No history yet. The first receipt that a committee decides, or a challenge that ends, begins it.
        </p>
      ) : (
        <>
          <p className="mt-2 max-w-[44em] text-soft">
            Each dot is a receipt; one that is hollow was counted anew after an appeal was won or a receipt came late.
            {hasOlder ? ` These are the newest ${history.length} changes.` : ''}
          </p>
          <div className="mt-5 grid gap-x-10 gap-y-7 sm:grid-cols-2">
            {DIMENSIONS.flatMap((dimension) => {
              const changes = charts.get(dimension)
              return changes ? [{ dimension, changes }] : []
            }).map(({ dimension, changes }) => (
              <HistoryChart key={dimension} title={DIMENSION_WORDS[dimension].name} changes={changes} span={span} />
            ))}
          </div>
          <HistoryList history={history} />
        </>
      )}
    </section>
  )
}
