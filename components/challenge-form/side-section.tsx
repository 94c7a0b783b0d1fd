'use client'

import { Button } from '@/components/ui/button'
import { Input, Select } from '@/components/ui/field'
import { CheckLine } from './check-line'
import { FormField, GroupError, useForm } from './form-context'
import { RecheckField } from './recheck-field'
import { newRowId } from './row-id'
import { type CheckRow, emptyCheck, type Side, type SideText } from './values'

const WORDS: Record<Side, { wallet: string; walletHint: string; first: string; more: string }> = {
  other: {
    wallet: 'In which wallet',
    walletHint: 'Empty: the one they sign with.',
    first: 'They must hold at least',
    more: 'and at least',
  },
  creator: {
    wallet: 'In which of your wallets',
    walletHint:
      'Empty: the one you sign with. Another one must be linked to you; the other side never learns which it is.',
    first: 'I hold at least',
    more: 'and at least',
  },
}

/** What one side must show: amounts, and if wanted how old and how used the wallet is. */
export function SideSection({ side }: { side: Side }) {
  const { values, change, desk } = useForm()
  const text = values[side]
  const words = WORDS[side]
  const set = (changes: Partial<SideText>) => change((before) => ({ [side]: { ...before[side], ...changes } }))
  const setCheck = (id: string, changes: Partial<CheckRow>) =>
    change((before) => ({
      [side]: {
        ...before[side],
        checks: before[side].checks.map((check) => (check.id === id ? { ...check, ...changes } : check)),
      },
    }))
  const network = desk.networks.find((each) => each.chain_id === text.network)
  const rechecks = new Set(text.checks.map(({ recheck }) => recheck))
  const [recheck] = rechecks
  const isLonely = side === 'other' && text.checks.length === 1

  return (
    <div className="grid gap-5">
      <GroupError name={`${side}.checks`} />
      {text.checks.map((check, i) => (
        <CheckLine
          key={check.id}
          side={side}
          check={check}
          network={network}
          isMixed={rechecks.size > 1}
          label={i === 0 ? words.first : words.more}
          onChange={(changes) => setCheck(check.id, changes)}
          onRemove={isLonely ? undefined : () => set({ checks: text.checks.filter(({ id }) => id !== check.id) })}
        />
      ))}
      {text.checks.length < 8 ? (
        <p className="-mt-1.5">
          <Button
            look="quiet"
            className="-ml-[18px]"
            onClick={() => set({ checks: [...text.checks, { ...emptyCheck(newRowId()), recheck: recheck ?? 'lock' }] })}
          >
            {text.checks.length === 0 ? 'Add an amount' : 'Add another amount'}
          </Button>
        </p>
      ) : null}
      <details className="group/more">
        <summary className="inline-block cursor-pointer py-1 text-[.94rem] underline decoration-edge underline-offset-4 hover:decoration-current">
          Network, time, wallet, age and use
        </summary>
        <div className="mt-4 grid gap-5 sm:grid-cols-2">
          <FormField name={`${side}.network`} label="Network" hint="Where it is looked at.">
            {(wiring) => (
              <Select {...wiring} value={text.network} onChange={(event) => set(withNetwork(text, event.target.value))}>
                {network ? null : <option value={text.network}>{text.network}</option>}
                {desk.networks.map(({ chain_id, name }) => (
                  <option key={chain_id} value={chain_id}>
                    {name}
                  </option>
                ))}
              </Select>
            )}
          </FormField>
          {recheck && rechecks.size === 1 ? (
            <RecheckField
              value={recheck}
              onChange={(next) => set({ checks: text.checks.map((check) => ({ ...check, recheck: next })) })}
            />
          ) : null}
          <FormField name={`${side}.wallet`} label={words.wallet} optional hint={words.walletHint}>
            {(wiring) => (
              <Input
                {...wiring}
                className="mono"
                value={text.wallet}
                spellCheck={false}
                autoComplete="off"
                placeholder="0x…"
                onChange={(event) => set({ wallet: event.target.value })}
              />
            )}
          </FormField>
          <FormField name={`${side}.age`} label="Wallet at least so old" optional hint="Days since its first use.">
            {(wiring) => (
              <Input
                {...wiring}
                inputMode="numeric"
                value={text.minAgeDays}
                autoComplete="off"
                onChange={(event) => set({ minAgeDays: event.target.value })}
              />
            )}
          </FormField>
          <FormField name={`${side}.transactions`} label="Transactions at least" optional hint="Sent from it, ever.">
            {(wiring) => (
              <Input
                {...wiring}
                inputMode="numeric"
                value={text.minTransactions}
                autoComplete="off"
                onChange={(event) => set({ minTransactions: event.target.value })}
              />
            )}
          </FormField>
        </div>
      </details>
    </div>
  )
}

/** Tokens are of one network: on another, each line is about its coin again. */
function withNetwork(side: SideText, network: string): Partial<SideText> {
  return { network, checks: side.checks.map((check) => ({ ...check, asset: 'NATIVE', token: '' })) }
}
