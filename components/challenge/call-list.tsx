import { Status } from '@/components/ui/status'
import type { PreparedCall } from '@/components/wallet/use-calls'

/** `approve(address,uint256)` of a token. */
const APPROVE = '0x095ea7b3'
export const isApproval = ({ data }: PreparedCall) => data.startsWith(APPROVE)

type Props = {
  /** In a block already. */
  before: PreparedCall[]
  call: PreparedCall
  /** What follows it. */
  then: PreparedCall[]
}

/** What the wallet is asked, one transaction after the other: what is done, what is next, what follows. */
export function CallList({ before, call, then }: Props) {
  const frame = 'border-line border-y py-3 text-[.95rem] [overflow-wrap:anywhere]'
  if (before.length + then.length === 0) return <p className={frame}>{call.says}</p>
  const steps = [
    ...before.map((each) => ({ call: each, place: 'done' as const })),
    { call, place: 'now' as const },
    ...then.map((each) => ({ call: each, place: 'ahead' as const })),
  ]
  return (
    <ol className={`grid gap-2.5 ${frame}`}>
      {steps.map(({ call: { data, says }, place }, index) => (
        <li
          key={data}
          className={`grid grid-cols-[1.5rem_minmax(0,1fr)] gap-x-1.5 ${place === 'now' ? '' : 'text-soft'}`}
          {...(place === 'now' ? { 'aria-current': 'step' } : {})}
        >
          <span className={`font-serif text-[1.08rem] leading-[1.4] ${place === 'now' ? 'text-seal' : ''}`}>
            {index + 1}
          </span>
          <span>
            {says}
            {place === 'done' ? (
              <span className="block">
                <Status look="ok">done</Status>
              </span>
            ) : null}
          </span>
        </li>
      ))}
    </ol>
  )
}
