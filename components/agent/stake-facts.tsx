import { Amount } from '@/components/ui/amount'
import { Facts } from '@/components/ui/facts'
import { Time } from '@/components/ui/time'
import type { StakeView } from './types'

/** How amounts of a chain's own money are written. */
export type Money = { symbol: string; decimals: number }

/** What the chain says of it, as anybody may see. */
export function StakeFacts({ stake, money }: { stake: StakeView; money: Money }) {
  const amount = (units: string) => <Amount units={units} {...money} />
  const minimum = stake.minimum ?? null
  return (
    <Facts
      rows={[
        ['Locked', amount(stake.locked)],
        [
          'Asked for',
          minimum === null
            ? 'The chain cannot be asked now.'
            : minimum === '0'
              ? 'Nothing, on this chain'
              : amount(minimum),
        ],
        ...(stake.waiting === '0' ? [] : [['Asked back', amount(stake.waiting)] as const]),
        ...(stake.free_at && stake.waiting !== '0'
          ? [
              [
                'Free',
                <span key="free">
                  <Time at={stake.free_at} />
                </span>,
              ] as const,
            ]
          : []),
      ]}
    />
  )
}
