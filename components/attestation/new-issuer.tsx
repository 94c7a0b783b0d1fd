'use client'

import { useState } from 'react'
import { Address } from '@/components/ui/address'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { ChoiceGroup } from '@/components/ui/choice'
import { Field, Input } from '@/components/ui/field'
import { useToast } from '@/components/ui/toast'
import { useParty } from '@/components/wallet/party'
import { SignRequest } from '@/components/wallet/sign-request'
import { ChainField, useEasNetworks } from './chain-field'
import { DaysField } from './days-field'
import { endAfter, WRONG_DAYS } from './delegation-days'
import { KINDS } from './issuer-kinds'
import { issuerOn } from './needs-issuer'
import { type Naming, useNaming } from './use-naming'
import type { IssuerView } from './views'

/** Names who attests on a network that has nobody yet. */
export function NewIssuer({ issuers }: { issuers: readonly IssuerView[] }) {
  const { party } = useParty()
  const toast = useToast()
  const networks = useEasNetworks()
  const [chainId, setChainId] = useState(networks[0]?.chain_id ?? '')
  const [kind, setKind] = useState<IssuerView['kind'] | null>(null)
  const [executor, setExecutor] = useState('')
  const [days, setDays] = useState('365')
  const [wrong, setWrong] = useState(false)
  const { busy, asked, ask, submit, reset, refusal, errorOf } = useNaming(() => {
    setKind(null)
    toast({ title: 'It attests for you now' })
  })

  const name = () => {
    const body = kind && party ? bodyOf(kind, party.address) : null
    setWrong(kind === 'KEPT' && body === null)
    if (body) void ask(body)
  }
  const bodyOf = (of: IssuerView['kind'], wallet: string): Naming | null => {
    const naming = { chain_id: chainId, kind: of }
    if (of === 'WALLET') return { ...naming, address: wallet }
    if (of === 'EXECUTOR') return { ...naming, address: executor.trim() }
    const end = endAfter(days, new Date())
    // The key that was made for this is asked for again, not another one.
    return end === null ? null : { ...naming, valid_until: end, address: asked?.address }
  }

  if (networks.length === 0) return <p className="text-soft">This desk has no network to attest on.</p>
  const taken = issuerOn(issuers, chainId)
  return (
    <section aria-labelledby="new-issuer" className="max-w-[44em]">
      <h2 id="new-issuer" className="text-[1.5rem]">
        Name who attests
      </h2>
      <form
        noValidate
        className="mt-4 grid gap-5"
        onSubmit={(event) => {
          event.preventDefault()
          if (!busy) name()
        }}
      >
        <div className="max-w-[22em]">
          <ChainField
            value={chainId}
            onChange={(next) => {
              setChainId(next)
              reset()
            }}
            networks={networks}
          />
        </div>
        {taken ? (
          <Callout look="none">
            <Address value={taken.address} /> attests for you there. End it first to name another.
          </Callout>
        ) : (
          <>
            <ChoiceGroup
              legend="Who signs"
              name="kind"
              options={(Object.keys(KINDS) as IssuerView['kind'][]).map((value) => ({ value, ...KINDS[value] }))}
              value={kind}
              onChange={(next) => {
                setKind(next)
                reset()
              }}
            />
            {kind === 'WALLET' && party ? (
              <p>
                It is <Address value={party.address} />, the wallet of this window.
              </p>
            ) : null}
            {kind === 'KEPT' ? (
              <DaysField
                value={days}
                onChange={(next) => {
                  setDays(next)
                  reset()
                }}
                error={wrong ? WRONG_DAYS : errorOf('valid_until')}
              />
            ) : null}
            {kind === 'EXECUTOR' ? (
              <Field label="Its address" error={errorOf('address')}>
                {(wiring) => (
                  <Input
                    {...wiring}
                    className="mono"
                    value={executor}
                    onChange={({ target }) => setExecutor(target.value)}
                    autoComplete="off"
                    spellCheck={false}
                    placeholder="0x…"
                  />
                )}
              </Field>
            ) : null}
            <div role="alert" className="empty:absolute">
              {refusal ? (
                <Callout look="no" title="Nothing was changed">
                  {refusal}
                </Callout>
              ) : null}
            </div>
            {kind && !asked ? (
              <div>
                <Button type="submit" look="next" busy={busy}>
                  {kind === 'KEPT' ? 'See what you would sign' : 'Name it'}
                </Button>
              </div>
            ) : null}
          </>
        )}
      </form>
      {asked ? (
        <div className="mt-5 grid max-w-[30em] gap-3">
          <p>
            {asked.of.kind === 'KEPT' ? (
              <>
                The desk has made a key for you: <Address value={asked.address} />. It stays sealed and unused until you
                sign this.
              </>
            ) : (
              <>
                <Address value={asked.address} /> itself signs this: nobody here has linked it.
              </>
            )}
          </p>
          <SignRequest
            typedData={asked.typedData}
            label="Sign: it may attest for us"
            onSigned={submit}
            onNewText={name}
          />
        </div>
      ) : null}
    </section>
  )
}
