'use client'

import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { ApiProblem } from '@/components/data/api'
import { useDraft } from '@/components/data/use-draft'
import { usePlace, usePlaceApi } from '@/components/inbox/place'
import { placeHref } from '@/components/inbox/place-type'
import { Address } from '@/components/ui/address'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Checkbox, Field, Input, Select, TextArea } from '@/components/ui/field'
import { Waiting } from '@/components/ui/waiting'
import { ChainField, useEasNetworks } from './chain-field'
import { columnsOf, isCapability, NOTHING, readIssue, type Typed } from './issue-draft'
import { issuerOn, NeedsIssuer, NotYours } from './needs-issuer'
import { useIssuers, useSchemas, useStale } from './queries'
import type { Column } from './types'
import type { IssuerView } from './views'

const FIELDS: Record<Column, { label: string; hint: string; optional?: boolean; mono?: boolean }> = {
  recipient: { label: 'About which wallet', hint: 'Its address.', mono: true },
  integra_hash: { label: 'Document', hint: 'Its hash: 0x and 64 hexadecimal digits.', mono: true },
  token_id: { label: 'Token', hint: 'Its id, a whole number.', mono: true },
  capabilities: { label: 'Capabilities', hint: 'What it may do, separated by |: view|transfer' },
  expiration_time: {
    label: 'Until',
    hint: 'A time with its zone, like 2027-11-20T12:00:00Z. Empty: for good.',
    optional: true,
  },
}

/** One attestation: what is said about whom, until when. */
export function IssueForm({ issuers: drawn }: { issuers: { data: IssuerView[] } }) {
  const networks = useEasNetworks()
  const place = usePlace()
  const router = useRouter()
  const call = usePlaceApi()
  const stale = useStale()
  const issuers = useIssuers(drawn).data?.data
  const [chainId, setChainId] = useState(() =>
    firstWithIssuer(
      drawn.data,
      networks.map(({ chain_id }) => chain_id),
    ),
  )
  const draft = useDraft<Typed>(`attestation:${place.id}`, NOTHING)
  const schemas = useSchemas(chainId)
  // Null: the desk’s own, a capability.
  const schema = schemas.find(({ uid }) => uid === draft.value.schema) ?? null
  const [errors, setErrors] = useState<Partial<Record<string, string>>>({})
  const [refused, setRefused] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const key = useRef<{ of: string; key: string } | null>(null)

  const wrong = (found: Partial<Record<string, string>>) => {
    setErrors(found)
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
  }
  const send = async () => {
    setRefused(null)
    const read = readIssue(draft.value, schema, new Date())
    if ('errors' in read) return wrong(read.errors)
    setErrors({})
    const revocable = draft.value.revocable && (schema?.revocable ?? true)
    const body = { chain_id: chainId, schema: schema?.uid ?? 'capability', ...read.item, revocable }
    const of = JSON.stringify(body)
    // The same form again after a lost answer is the same attestation, not a second one.
    if (key.current?.of !== of) key.current = { of, key: crypto.randomUUID() }
    setBusy(true)
    try {
      const options = { body, idempotencyKey: key.current.key }
      const { workflow_id } = await call<{ workflow_id: string }>('POST', 'attestations', options)
      draft.clear()
      await stale()
      router.push(placeHref(`/attestations/workflows/${workflow_id}`, place))
    } catch (error) {
      if (error instanceof ApiProblem && error.errors.length > 0) {
        wrong(Object.fromEntries(error.errors.map(({ path, message }) => [path.split('.')[0] ?? path, message])))
      }
      setRefused(error instanceof Error ? error.message : 'The desk cannot be reached. Nothing is lost.')
    } finally {
      setBusy(false)
    }
  }

  if (!['owner', 'admin', 'issuer'].includes(place.role)) return <NotYours role={place.role} />
  if (networks.length === 0) return <p className="text-soft">This desk has no network to attest on.</p>
  if (!issuers) return <Waiting says="Reading issuers" />
  const issuer = issuerOn(issuers, chainId)
  return (
    <form
      ref={form}
      noValidate
      className="grid max-w-[40em] gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy) void send()
      }}
    >
      <div className="max-w-[22em]">
        <ChainField value={chainId} onChange={setChainId} networks={networks} error={errors.chain_id} />
      </div>
      {issuer ? (
        <>
          <p className="flex flex-wrap items-center gap-x-2">
            <span className="text-soft">The attester is</span> <Address value={issuer.address} />
          </p>
          {schemas.length > 0 ? (
            <Field label="What it says" hint="The schemas your organization may use on this network.">
              {(wiring) => (
                <Select
                  {...wiring}
                  value={schema?.uid ?? ''}
                  onChange={({ target }) => draft.change((before) => ({ ...before, schema: target.value }))}
                >
                  <option value="">Capabilities</option>
                  {schemas.map(({ uid, name }) => (
                    <option key={uid} value={uid}>
                      {name} ({uid.slice(0, 10)})
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          ) : null}
          {columnsOf(schema).map((column) => {
            const { label, hint, optional = false, mono = false } = FIELDS[column]
            return (
              <Field key={column} label={label} hint={hint} optional={optional} error={errors[column]}>
                {(wiring) => (
                  <Input
                    {...wiring}
                    className={mono ? 'mono' : undefined}
                    value={draft.value[column]}
                    onChange={({ target }) => draft.change((before) => ({ ...before, [column]: target.value }))}
                    autoCapitalize="none"
                    autoComplete="off"
                    spellCheck={false}
                  />
                )}
              </Field>
            )
          })}
          {schema && !isCapability(schema) ? (
            <Field label="Its fields, encoded" hint={`ABI-encoded: ${schema.definition}`} error={errors.data}>
              {(wiring) => (
                <TextArea
                  {...wiring}
                  className="mono"
                  value={draft.value.data}
                  onChange={({ target }) => draft.change((before) => ({ ...before, data: target.value }))}
                  autoComplete="off"
                  spellCheck={false}
                />
              )}
            </Field>
          ) : null}
          <Checkbox
            label="It can be revoked"
            hint={
              schema?.revocable === false
                ? 'Nothing under this schema can be.'
                : 'Without this nobody can ever take it back, you neither.'
            }
            disabled={schema?.revocable === false}
            checked={draft.value.revocable && schema?.revocable !== false}
            onChange={({ target }) => draft.change((before) => ({ ...before, revocable: target.checked }))}
          />
          <div role="alert" className="empty:absolute">
            {refused ? (
              <Callout look="no" title="Nothing was sent">
                {refused}
              </Callout>
            ) : null}
          </div>
          <div>
            <Button type="submit" look="next" busy={busy}>
              Issue it
            </Button>
          </div>
          <p className="text-[.9rem] text-soft">
            {issuer.kind === 'WALLET'
              ? 'Next your wallet sends it. Until then nothing is on the chain.'
              : 'The desk signs and sends it, together with others that wait. You need not stay.'}{' '}
            Everybody can read it there for good, also after it was revoked.
          </p>
        </>
      ) : (
        <NeedsIssuer />
      )}
    </form>
  )
}

/** The network somebody attests on already, else the first. */
export function firstWithIssuer(issuers: readonly IssuerView[], chains: readonly string[]): string {
  return chains.find((chain) => issuerOn(issuers, chain)) ?? chains[0] ?? ''
}
