'use client'

import { Input, Select } from '@/components/ui/field'
import { FormField, GroupError, useForm } from './form-context'
import { bondAsset } from './read-bond'
import { type BondText, bondedNetworks } from './values'

/** What both put down. */
export function BondSection() {
  const { values, change, desk } = useForm()
  const { bond } = values
  const { network, asset } = bondAsset(values, desk.networks)
  const networks = bondedNetworks(desk.networks)
  const set = (changes: Partial<BondText>) => change((before) => ({ bond: { ...before.bond, ...changes } }))

  return (
    <section aria-labelledby="bonds">
      <h2 id="bonds" className="text-[1.28rem]">
        What both put down
      </h2>
      <p className="mt-1 mb-4 max-w-[38em] text-[.94rem] text-soft">
        Each deposits a bond in a contract nobody owns, after both have signed. It comes back unless that side is shown
        wrong. Of a lost bond 30 % is burned, 10 % goes to the treasury, 10 % to the panel if one decided, and the rest
        to the winner.
      </p>
      <div className="grid gap-5">
        <GroupError name="bond" />
        <div className="grid gap-5 sm:grid-cols-2">
          <FormField name="bond.network" label="Network">
            {(wiring) => (
              <Select
                {...wiring}
                value={bond.network}
                onChange={(event) => set({ network: event.target.value, asset: 'NATIVE' })}
              >
                {network ? null : <option value={bond.network}>Choose a network</option>}
                {networks.map(({ chain_id, name }) => (
                  <option key={chain_id} value={chain_id}>
                    {name}
                  </option>
                ))}
              </Select>
            )}
          </FormField>
          <FormField name="bond.asset" label="In">
            {(wiring) => (
              <Select {...wiring} value={bond.asset} onChange={(event) => set({ asset: event.target.value })}>
                {network?.assets.map(({ token_address, symbol }) => (
                  <option key={token_address ?? 'NATIVE'} value={token_address ?? 'NATIVE'}>
                    {symbol}
                  </option>
                ))}
              </Select>
            )}
          </FormField>
          <AmountField field="creator" label="Your bond" symbol={asset?.symbol} onChange={set} />
          <AmountField field="counterparty" label="Their bond" symbol={asset?.symbol} onChange={set} />
        </div>
        <details className="group/more">
          <summary className="inline-block cursor-pointer py-1 text-[.94rem] underline decoration-edge underline-offset-4 hover:decoration-current">
            A stake beside the bond
          </summary>
          <p className="mt-2 max-w-[38em] text-[.92rem] text-soft">
            Unlike a lost bond, a stake goes to the winner whole.
          </p>
          <div className="mt-4 grid gap-5 sm:grid-cols-2">
            <AmountField field="creatorBase" label="Your stake" symbol={asset?.symbol} onChange={set} optional />
            <AmountField field="counterpartyBase" label="Their stake" symbol={asset?.symbol} onChange={set} optional />
          </div>
        </details>
      </div>
    </section>
  )
}

type AmountProps = {
  field: 'creator' | 'counterparty' | 'creatorBase' | 'counterpartyBase'
  label: string
  symbol: string | undefined
  optional?: boolean
  onChange: (changes: Partial<BondText>) => void
}

function AmountField({ field, label, symbol, optional, onChange }: AmountProps) {
  const { values } = useForm()
  return (
    <FormField name={`bond.${field}`} label={symbol ? `${label}, in ${symbol}` : label} optional={optional ?? false}>
      {(wiring) => (
        <Input
          {...wiring}
          inputMode="decimal"
          autoComplete="off"
          className="tabular-nums"
          placeholder="0.4"
          value={values.bond[field]}
          onChange={(event) => onChange({ [field]: event.target.value })}
        />
      )}
    </FormField>
  )
}
