'use client'

import { useId } from 'react'
import type { NetworkView } from '@/components/data/types'
import { Button } from '@/components/ui/button'
import { Input, Select } from '@/components/ui/field'
import { FormField } from './form-context'
import { TokenFields } from './token-fields'
import { type CheckRow, checkField, listedAsset, OTHER_TOKEN, type Recheck, type Side } from './values'

type Props = {
  side: Side
  check: CheckRow
  network: NetworkView | undefined
  label: string
  onChange: (changes: Partial<CheckRow>) => void
  onRemove: (() => void) | undefined
}

const RECHECKS: Record<Recheck, string> = {
  lock: 'when both have signed',
  both: 'when both have signed, and again at the end',
  end: 'when both have signed, and marked at the end',
}

/** One amount of one asset. */
export function CheckLine({ side, check, network, label, onChange, onRemove }: Props) {
  const id = useId()
  const assets = network?.assets ?? []
  const asset = listedAsset(check, network)
  const isOther =
    check.asset === OTHER_TOKEN || !assets.some(({ token_address }) => matches(check.asset, token_address))
  return (
    <div className="grid gap-3">
      <FormField name={checkField(side, check.id, 'amount')} label={label}>
        {(wiring) => (
          <div className="grid grid-cols-[minmax(0,1fr)_minmax(6.5rem,9.5rem)] gap-2">
            <Input
              {...wiring}
              inputMode="decimal"
              autoComplete="off"
              className="tabular-nums"
              placeholder="0.4"
              value={check.amount}
              onChange={(event) => onChange({ amount: event.target.value })}
            />
            <Select
              aria-label="Asset"
              value={isOther ? OTHER_TOKEN : check.asset}
              onChange={(event) => onChange({ asset: event.target.value })}
            >
              {assets.map(({ token_address, symbol }) => (
                <option key={token_address ?? 'NATIVE'} value={token_address ?? 'NATIVE'}>
                  {symbol}
                </option>
              ))}
              <option value={OTHER_TOKEN}>Another token</option>
            </Select>
          </div>
        )}
      </FormField>
      {isOther && check.asset !== 'NATIVE' ? (
        <TokenFields side={side} check={check} network={network} listed={asset} onChange={onChange} />
      ) : null}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-[.92rem] text-soft">
        <label htmlFor={id}>Looked at</label>
        <span className="min-w-0 max-w-full">
          <Select
            id={id}
            className="h-8! py-0 text-[.92rem]!"
            value={check.recheck}
            onChange={(event) => onChange({ recheck: event.target.value as Recheck })}
          >
            {(Object.keys(RECHECKS) as Recheck[])
              .filter((recheck) => recheck !== 'end' || check.recheck === 'end')
              .map((recheck) => (
                <option key={recheck} value={recheck}>
                  {RECHECKS[recheck]}
                </option>
              ))}
          </Select>
        </span>
        {onRemove ? (
          <Button look="quiet" className="min-h-8 px-2 py-0.5 text-[.92rem] sm:ml-auto" onClick={onRemove}>
            Take out
          </Button>
        ) : null}
      </div>
    </div>
  )
}

function matches(asset: string, token: string | undefined): boolean {
  return asset === (token ?? 'NATIVE')
}
