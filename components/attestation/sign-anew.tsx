'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { useToast } from '@/components/ui/toast'
import { SignRequest } from '@/components/wallet/sign-request'
import { DaysField } from './days-field'
import { endAfter, WRONG_DAYS } from './delegation-days'
import { useNaming } from './use-naming'
import type { IssuerView } from './views'

/** Signs for a key the desk keeps already: it attests for longer, or again. What is in force stays so until then. */
export function SignAnew({ issuer, onDone }: { issuer: IssuerView; onDone: () => void }) {
  const toast = useToast()
  const [days, setDays] = useState('365')
  const [wrong, setWrong] = useState(false)
  const { asked, ask, busy, submit, reset, refusal, errorOf } = useNaming(() => {
    toast({ title: issuer.status === 'ACTIVE' ? 'It attests for longer now' : 'It attests for you again' })
    onDone()
  })
  const { chain_id, kind, address } = issuer
  const name = () => {
    const valid_until = endAfter(days, new Date())
    setWrong(valid_until === null)
    if (valid_until !== null) void ask({ chain_id, kind, address, valid_until })
  }
  return (
    <form
      noValidate
      aria-label={`Sign anew for ${address.slice(0, 10)}`}
      className="grid max-w-[30em] basis-full gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy) name()
      }}
    >
      <DaysField
        value={days}
        onChange={(next) => {
          setDays(next)
          // What was asked to be signed names another end.
          reset()
        }}
        error={wrong ? WRONG_DAYS : errorOf('valid_until')}
      />
      <div role="alert" className="empty:absolute">
        {refusal ? (
          <Callout look="no" title="Nothing was changed">
            {refusal}
          </Callout>
        ) : null}
      </div>
      {asked ? (
        <SignRequest
          typedData={asked.typedData}
          label="Sign: it may attest for us"
          onSigned={submit}
          onNewText={name}
        />
      ) : (
        <div className="flex flex-wrap gap-3">
          <Button type="submit" look="next" busy={busy}>
            See what you would sign
          </Button>
          <Button look="quiet" onClick={onDone}>
            Leave it
          </Button>
        </div>
      )}
    </form>
  )
}
