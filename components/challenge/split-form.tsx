'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { splitOf } from '@/lib/stake/payouts'
import { bondOf } from './bond-facts'
import { useOpenChallenge } from './challenge-context'
import { SignStep } from './sign-step'
import { SplitParts } from './split-parts'

/** Pure: `62.5` percent in ten-thousandths; null when it is no share. */
export function readShare(text: string): number | null {
  const match = /^(\d{1,3})(?:[.,](\d{1,2}))?\s*%?$/.exec(text.trim())
  if (!match) return null
  const bps = Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
  return bps <= 10_000 ? bps : null
}

/** How everything held would be divided, with exact numbers before anything is signed. */
export default function SplitForm({ onDone }: { onDone: () => void }) {
  const { challenge } = useOpenChallenge()
  const [text, setText] = useState('50')
  const [chosen, setChosen] = useState<number | null>(null)
  const [error, setError] = useState<string | null>(null)
  const bond = bondOf(challenge)
  if (!bond) return null

  const held = [bond.creator, bond.counterparty, bond.creator_base, bond.counterparty_base]
    .map((units) => BigInt(units ?? '0'))
    .reduce((sum, units) => sum + units, 0n)
  const share = chosen ?? readShare(text)
  const parts = share === null ? null : splitOf(held, share)
  const isCreator = challenge.your_role === 'creator'

  const choose = (event: FormEvent) => {
    event.preventDefault()
    if (share === null) return setError('A share from 0 to 100 percent, with at most two decimals.')
    setError(null)
    setChosen(share)
  }
  const numbers = parts ? (
    <div role="status" className="-mt-4 empty:hidden">
      <SplitParts toCreator={parts.toCreator.toString()} toCounterparty={parts.toCounterparty.toString()} />
    </div>
  ) : null

  if (chosen !== null) {
    return (
      <div className="grid gap-4">
        {numbers}
        <SignStep signing={{ action: 'split', creatorBps: chosen }} button="Sign: split" onDone={onDone}>
          <Button onClick={() => setChosen(null)}>Another share</Button>
        </SignStep>
      </div>
    )
  }
  return (
    <form noValidate onSubmit={choose} className="grid gap-4">
      <Field
        label={isCreator ? 'Your share, in percent' : 'The creator’s share, in percent'}
        hint="Of both bonds and stakes together."
        error={error}
      >
        {(wiring) => (
          <Input
            {...wiring}
            inputMode="decimal"
            autoComplete="off"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      {numbers}
      <Button type="submit" look="next">
        Show me what I would sign
      </Button>
    </form>
  )
}
