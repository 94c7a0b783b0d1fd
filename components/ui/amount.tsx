import { formatAmount, shortenAmount } from '@/lib/funds/format-amount'

type Props = {
  /** Whole units, as the API gives them. */
  units: string | bigint
  decimals: number
  symbol: string
}

/** An amount of an asset. A very long one is cut off, with an ellipsis to say so; the exact one is in the title. */
export function Amount({ units, decimals, symbol }: Props) {
  const exact = formatAmount(units, decimals)
  const short = shortenAmount(exact)
  return (
    <data value={exact} title={`Exactly ${exact} ${symbol}`} className="tabular-nums [overflow-wrap:anywhere]">
      {short === exact ? (
        exact
      ) : (
        <>
          <span aria-hidden="true">{short}</span>
          <span className="sr-only">{exact}</span>
        </>
      )}
      {'\u00a0'}
      {symbol}
    </data>
  )
}
