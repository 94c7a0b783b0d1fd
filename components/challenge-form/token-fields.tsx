'use client'

import { useState, useTransition } from 'react'
import { findToken } from '@/app/(desk)/challenges/new/actions'
import type { NetworkView } from '@/components/data/types'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Input } from '@/components/ui/field'
import { Status } from '@/components/ui/status'
import { parseAmount } from '@/lib/funds/format-amount'
import { FormField } from './form-context'
import { isTokenImpostor } from './look-alike'
import { readAddress } from './read-counterparty'
import { type AssetFacts, type CheckRow, checkField, type Side } from './values'

type Props = {
  side: Side
  check: CheckRow
  network: NetworkView | undefined
  listed: AssetFacts | null
  onChange: (changes: Partial<CheckRow>) => void
}

/** A token the desk does not list: where it is, and how amounts of it are written. */
export function TokenFields({ side, check, network, listed, onChange }: Props) {
  const [isLooking, look] = useTransition()
  const [said, setSaid] = useState<{ ok: boolean; text: string } | null>(null)
  const read = readAddress(check.token)
  const address = read.kind === 'address' ? read.address : null

  const lookUp = () =>
    look(async () => {
      setSaid(null)
      const answer = await findToken({
        network: check ? (network?.chain_id ?? '') : '',
        token_address: address ?? '',
      }).catch(() => null)
      if (!answer?.ok)
        return setSaid({
          ok: false,
          text: answer?.message ?? 'The desk cannot be reached. Type it yourself, or try again.',
        })
      const { symbol, decimals } = answer.result
      onChange({ decimals: String(decimals), ...(symbol ? { symbol } : {}) })
      setSaid({ ok: true, text: symbol ? `It calls itself ${symbol}.` : 'It has no readable name; give it one.' })
    })

  return (
    <div className="grid gap-4 border-line border-l pl-4">
      <FormField name={checkField(side, check.id, 'token')} label="Address of the token">
        {(wiring) => (
          <Input
            {...wiring}
            className="mono"
            placeholder="0x…"
            spellCheck={false}
            autoComplete="off"
            value={check.token}
            onChange={(event) => {
              setSaid(null)
              onChange({ token: event.target.value })
            }}
          />
        )}
      </FormField>
      {listed ? (
        <p className="text-[.92rem]">
          <Status look="ok">This desk knows it as {listed.symbol}.</Status>
        </p>
      ) : (
        <>
          <div className="flex flex-wrap items-center gap-3">
            <Button onClick={lookUp} disabled={!address || !network} busy={isLooking}>
              Ask the token how it is written
            </Button>
            <span role="status" className="text-[.92rem]">
              {said ? <Status look={said.ok ? 'ok' : 'no'}>{said.text}</Status> : null}
            </span>
          </div>
          <div className="grid gap-4 sm:grid-cols-2">
            <FormField name={checkField(side, check.id, 'symbol')} label="Called">
              {(wiring) => (
                <Input
                  {...wiring}
                  maxLength={16}
                  autoComplete="off"
                  value={check.symbol}
                  onChange={(event) => onChange({ symbol: event.target.value })}
                />
              )}
            </FormField>
            <FormField name={checkField(side, check.id, 'decimals')} label="Decimals">
              {(wiring) => (
                <Input
                  {...wiring}
                  inputMode="numeric"
                  autoComplete="off"
                  value={check.decimals}
                  onChange={(event) => onChange({ decimals: event.target.value })}
                />
              )}
            </FormField>
          </div>
          {address && check.symbol && isTokenImpostor({ address, symbol: check.symbol }, network?.assets ?? []) ? (
            <Callout look="wait" title={`This is not the ${check.symbol.trim()} this desk lists`}>
              Anybody can write a token and give it any name. Compare the address.
            </Callout>
          ) : null}
          <SmallestUnit check={check} />
        </>
      )}
    </div>
  )
}

/** What is signed is the amount in the smallest unit: with decimals of one’s own it is worth seeing. */
function SmallestUnit({ check }: { check: CheckRow }) {
  const decimals = /^\d{1,2}$/.test(check.decimals.trim()) ? Number(check.decimals) : null
  const parsed = decimals === null ? null : parseAmount(check.amount, decimals)
  if (!parsed || !('units' in parsed)) return null
  return (
    <p className="text-[.92rem] text-soft">
      Signed as <span className="mono text-ink">{parsed.units.toString()}</span> in its smallest unit.
    </p>
  )
}
