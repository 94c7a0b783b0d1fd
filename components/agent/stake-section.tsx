'use client'

import { type ReactNode, useState } from 'react'
import { OneCall } from '@/components/challenge/chain-step'
import { OtherWallet } from '@/components/challenge/other-wallet'
import { useNetworks } from '@/components/data/networks'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { Countdown } from '@/components/ui/time'
import { useParty } from '@/components/wallet/party'
import type { PreparedCall } from '@/components/wallet/use-calls'
import { formatAmount, parseAmount } from '@/lib/funds/format-amount'
import { parseDid } from '@/lib/proof/did'
import { askUnlockCall, lockCall, unlockCall } from './stake-calls'
import { type Money, StakeFacts } from './stake-facts'
import type { AgentView, StakeView } from './types'

type Props = { agent: AgentView; stake: StakeView; onChanged: () => void }

/** What is locked for committees: more of it, some of it back, or what is free to take. The contract holds it, not us. */
export function StakeSection({ agent, stake, onChanged }: Props) {
  const { party } = useParty()
  const money = useMoney(stake.chain_id)
  const own = parseDid(agent.did)?.address
  return (
    <section aria-labelledby="stake">
      <h2 id="stake" className="text-[1.5rem]">
        Stake
      </h2>
      <p className="mt-2 max-w-[44em] text-soft">
        Locked in a contract that nobody owns: only you can ask for it back, and what you ask back is free 30 days
        later. The more of it, the likelier you are drawn.
      </p>
      <div className="mt-4 max-w-[44em]">
        <StakeFacts stake={stake} money={money} />
      </div>
      <div className="mt-5 max-w-[30em]">
        {party && own && party.address !== own ? (
          <OtherWallet signer={own} title="Another wallet of yours locks for this agent" says="It is" />
        ) : (
          <Moves stake={stake} money={money} onChanged={onChanged} />
        )}
      </div>
    </section>
  )
}

function useMoney(chainId: string): Money {
  const network = useNetworks().find(({ chain_id }) => chain_id === chainId)
  const native = network?.assets.find(({ asset_type }) => asset_type === 'NATIVE')
  return { symbol: native?.symbol ?? 'ETH', decimals: native?.decimals ?? 18 }
}

type MovesProps = { stake: StakeView; money: Money; onChanged: () => void }
type Ready = { move: 'lock' | 'ask' | 'take'; call: PreparedCall }

function Moves({ stake, money, onChanged }: MovesProps) {
  const { party } = useParty()
  const [ready, setReady] = useState<Ready | null>(null)
  const isFree = stake.free_at !== null && new Date(stake.free_at) <= new Date()
  const done = () => {
    setReady(null)
    onChanged()
  }
  if (ready) {
    return (
      <OneCall
        key={ready.call.data + ready.call.value}
        of={`stake.${ready.move}.${stake.contract}`}
        before={[]}
        call={ready.call}
        then={[]}
        button={{ lock: 'Lock it', ask: 'Ask for it back', take: 'Take it' }[ready.move]}
        onMined={done}
      >
        <Button look="quiet" onClick={() => setReady(null)}>
          Do something else
        </Button>
      </OneCall>
    )
  }
  const lock = (units: bigint) => {
    const says = `Lock ${formatAmount(units, money.decimals)} ${money.symbol} for committees.`
    setReady({ move: 'lock', call: lockCall(stake, { units, says }) })
  }
  const ask = (units: bigint) => {
    const says = `Ask for ${formatAmount(units, money.decimals)} ${money.symbol} back. It is free 30 days from now, and does not count from now on.`
    setReady({ move: 'ask', call: askUnlockCall(stake, { units, says }) })
  }
  const take = () => {
    if (!party) return
    const says = `Take ${formatAmount(stake.waiting, money.decimals)} ${money.symbol} to your wallet.`
    setReady({ move: 'take', call: unlockCall(stake, party.address as `0x${string}`, says) })
  }
  return (
    <div className="grid gap-6">
      <AmountForm label="Lock more" button="Go on" money={money} onUnits={lock} />
      {stake.locked === '0' ? null : (
        <AmountForm
          label="Ask for some back"
          hint={
            stake.waiting === '0' ? undefined : 'Asking for more begins the 30 days anew for all that is asked back.'
          }
          button="Go on"
          money={money}
          most={BigInt(stake.locked)}
          onUnits={ask}
        />
      )}
      {stake.waiting === '0' ? null : isFree ? (
        <div>
          <Button onClick={take}>Take what is free</Button>
        </div>
      ) : (
        <p className="text-soft">
          What you asked back is free in{' '}
          {stake.free_at ? <Countdown until={stake.free_at} says="What you asked back is free in" /> : 'a while'}.
        </p>
      )}
    </div>
  )
}

type AmountProps = {
  label: string
  hint?: ReactNode
  button: string
  money: Money
  most?: bigint
  onUnits: (units: bigint) => void
}

function AmountForm({ label, hint, button, money, most, onUnits }: AmountProps) {
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState<string | null>(null)
  const submit = () => {
    const read = parseAmount(typed, money.decimals)
    if ('error' in read) return setWrong(read.error)
    if (read.units === 0n) return setWrong('Enter an amount above zero.')
    if (most !== undefined && read.units > most) {
      return setWrong(`At most ${formatAmount(most, money.decimals)} ${money.symbol} is locked.`)
    }
    setWrong(null)
    onUnits(read.units)
  }
  return (
    <form
      noValidate
      className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Field label={`${label}, in ${money.symbol}`} hint={hint} error={wrong}>
        {(wiring) => (
          <Input
            {...wiring}
            inputMode="decimal"
            autoComplete="off"
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
          />
        )}
      </Field>
      <Button type="submit" aria-label={`${label}: ${button}`} className={wrong ? 'mb-[2.1rem]' : ''}>
        {button}
      </Button>
    </form>
  )
}
