'use client'

import type { NetworkView } from '@/components/data/types'
import { Button } from '@/components/ui/button'
import { Input, Select } from '@/components/ui/field'
import { FormField } from './form-context'
import { RecheckField } from './recheck-field'
import { TokenFields } from './token-fields'
import { type CheckRow, checkField, listedAsset, OTHER_TOKEN, type Side } from './values'

type Props = {
  side: Side
  check: CheckRow
  network: NetworkView | undefined
  label: string
  /** The lines are looked at at different times, so each says when. */
  isMixed: boolean
  onChange: (changes: Partial<CheckRow>) => void
  onRemove: (() => void) | undefined
}

/** One amount of one asset. */
export function CheckLine({ side, check, network, label, isMixed, onChange, onRemove }: Props) {
  const assets = network?.assets ?? []
  const asset = listedAsset(check, network)
  const isOther =
    check.asset === OTHER_TOKEN || !assets.some(({ token_address }) => matches(check.asset, token_address))
  return (
    <div className="grid gap-3">
      <FormField name={checkField(side, check.id, 'amount')} label={label}>
        {(wiring) => (
          <div className="grid grid-cols-[minmax(0,1fr)_minmax(6.5rem,11rem)] gap-2">
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
      {isMixed || onRemove ? (
        <div className="flex flex-wrap items-end justify-between gap-x-3 gap-y-1">
          {isMixed ? <RecheckField value={check.recheck} onChange={(recheck) => onChange({ recheck })} /> : null}
          {onRemove ? (
            <Button look="quiet" className="-my-1 -ml-[18px] text-[.92rem]" onClick={onRemove}>
              Take out
            </Button>
          ) : null}
        </div>
      ) : null}
    </div>
  )
}

function matches(asset: string, token: string | undefined): boolean {
  return asset === (token ?? 'NATIVE')
}
