'use client'

import { useState } from 'react'
import { ApiProblem } from '@/components/data/api'
import { useNetworks } from '@/components/data/networks'
import type { TypedData } from '@/components/data/types'
import { usePlace, usePlaceApi } from '@/components/inbox/place'
import { Address } from '@/components/ui/address'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { ChoiceGroup } from '@/components/ui/choice'
import { Confirm } from '@/components/ui/confirm'
import { Empty } from '@/components/ui/empty'
import { Field, Input } from '@/components/ui/field'
import { Status } from '@/components/ui/status'
import { Time } from '@/components/ui/time'
import { useToast } from '@/components/ui/toast'
import { Waiting } from '@/components/ui/waiting'
import { useParty } from '@/components/wallet/party'
import { SignRequest } from '@/components/wallet/sign-request'
import { ChainField, useEasNetworks } from './chain-field'
import { issuerOn } from './needs-issuer'
import { useIssuers, useStale } from './queries'
import type { IssuerView, NewIssuerView } from './views'

const KINDS: Record<IssuerView['kind'], { title: string; says: string }> = {
  WALLET: {
    title: 'Your own wallet',
    says: 'It signs and sends each time, and pays the gas. Nobody else can attest for you.',
  },
  KEPT: {
    title: 'A key the desk keeps',
    says: 'You sign once that the desk may attest with it, until a day you choose. It sends and pays; programs can issue.',
  },
  EXECUTOR: {
    title: 'Executors of your own',
    says: 'Your programs take the work from a queue and send it with a key of theirs.',
  },
}

/** Who attests for the organization on which network, and naming another. */
export function IssuersView({ drawn }: { drawn: { data: IssuerView[] } }) {
  const { role } = usePlace()
  const { data } = useIssuers(drawn)
  if (!data) return <Waiting says="Reading issuers" />
  const issuers = data.data
  const mayName = role === 'owner' || role === 'admin'
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-10">
      {issuers.length === 0 ? (
        <Empty title="Nobody attests for you yet">
          <p>
            On each network one address is the attester of all your organization issues there: a wallet of yours, a key
            the desk keeps for you, or one of your own programs’.
          </p>
        </Empty>
      ) : (
        <section aria-labelledby="issuers">
          <h2 id="issuers" className="mb-3 text-[1.5rem]">
            Who attests
          </h2>
          <ul className="border-line border-b">
            {issuers.map((issuer) => (
              <IssuerRow key={issuer.id} issuer={issuer} mayName={mayName} />
            ))}
          </ul>
        </section>
      )}
      {mayName ? (
        <NewIssuer issuers={issuers} />
      ) : (
        <p className="text-soft">Only owners and admins name issuers. You are {role} here.</p>
      )}
    </div>
  )
}

const STATUS = {
  ACTIVE: { look: 'ok', name: 'attests' },
  DRAFT: { look: 'wait', name: 'waits for a signature' },
  ENDED: { look: 'none', name: 'ended' },
} as const

function IssuerRow({ issuer, mayName }: { issuer: IssuerView; mayName: boolean }) {
  const { chain_id, kind, address, status, valid_until, created_at, ended_at } = issuer
  const network = useNetworks().find((each) => each.chain_id === chain_id)
  const [asking, setAsking] = useState(false)
  const call = usePlaceApi()
  const stale = useStale()
  const toast = useToast()
  const end = async () => {
    await call('DELETE', `issuers/${issuer.id}`)
    await stale()
    toast({ title: 'It attests no more', says: 'What it attested stands.' })
  }
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 border-line border-t py-4">
      <div className="min-w-0 flex-[1_1_16rem]">
        <p className="flex flex-wrap items-baseline gap-x-4">
          <Address value={address} />
          <Status look={STATUS[status].look}>{STATUS[status].name}</Status>
        </p>
        <p className="mt-1 text-[.94rem] text-soft">
          {KINDS[kind].title}, on {network?.name ?? chain_id}, since <Time at={created_at} />
          {valid_until && status === 'ACTIVE' ? (
            <>
              , until <Time at={valid_until} />
            </>
          ) : null}
          {ended_at ? (
            <>
              , ended <Time at={ended_at} />
            </>
          ) : null}
        </p>
      </div>
      {mayName && status === 'ACTIVE' ? (
        <Button className="min-h-9! px-3! py-1!" onClick={() => setAsking(true)}>
          End it
          <span className="sr-only"> {address.slice(0, 10)}</span>
        </Button>
      ) : null}
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title="Let it attest no more?"
        says="Nothing is signed or sent for it any more, and what waits fails. What it attested stands, and only it could revoke that: name it again first if you need to."
        action="End it"
        onConfirm={end}
      />
    </li>
  )
}

type Asked = { kind: IssuerView['kind']; chainId: string; address: string; typedData: TypedData }

function NewIssuer({ issuers }: { issuers: readonly IssuerView[] }) {
  const { party } = useParty()
  const networks = useEasNetworks()
  const [chainId, setChainId] = useState(networks[0]?.chain_id ?? '')
  const [kind, setKind] = useState<IssuerView['kind'] | null>(null)
  const [executor, setExecutor] = useState('')
  const [days, setDays] = useState('365')
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<ApiProblem | string | null>(null)
  const [asked, setAsked] = useState<Asked | null>(null)
  const call = usePlaceApi()
  const stale = useStale()
  const toast = useToast()

  const errorOf = (path: string) =>
    refused instanceof ApiProblem ? refused.errors.find((each) => each.path === path)?.message : undefined
  const named = async () => {
    setAsked(null)
    setKind(null)
    await stale()
    toast({ title: 'It attests for you now' })
  }
  const name = async () => {
    if (!kind || !party) return
    if (kind === 'KEPT' && !/^(?:[1-9]\d?|[12]\d\d|3[0-5]\d|36[0-5])$/.test(days.trim())) {
      return setRefused('Between 1 and 365 days.')
    }
    setBusy(true)
    setRefused(null)
    try {
      const answer = await call<NewIssuerView>('POST', 'issuers', { body: bodyOf(kind) })
      if (answer.status === 'ACTIVE' && !answer.typed_data) return await named()
      const typedData = answer.typed_data as TypedData | undefined
      if (typedData) setAsked({ kind, chainId, address: answer.address, typedData })
    } catch (error) {
      setRefused(error instanceof ApiProblem ? error : 'The desk cannot be reached. Nothing is lost.')
    } finally {
      setBusy(false)
    }
  }
  const bodyOf = (of: IssuerView['kind']) => {
    if (of === 'WALLET') return { chain_id: chainId, kind: of, address: party?.address }
    if (of === 'EXECUTOR') return { chain_id: chainId, kind: of, address: executor.trim() }
    // A minute less than a year: the desk’s clock may be a little behind.
    const until = new Date(Date.now() + Number(days) * 86_400_000 - 60_000).toISOString()
    return { chain_id: chainId, kind: of, valid_until: until }
  }
  const submit = async (signature: string) => {
    if (!asked) return
    const body = { chain_id: asked.chainId, kind: asked.kind, address: asked.address, signature }
    await call('POST', 'issuers', { body })
    await named()
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
          void name()
        }}
      >
        <div className="max-w-[22em]">
          <ChainField value={chainId} onChange={(next) => setChainId(next)} networks={networks} />
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
                setAsked(null)
                setRefused(null)
              }}
            />
            {kind === 'WALLET' && party ? (
              <p>
                It is <Address value={party.address} />, the wallet of this window.
              </p>
            ) : null}
            {kind === 'KEPT' ? (
              <div className="max-w-[14em]">
                <Field
                  label="For how many days"
                  hint="365 at most; renewed by signing again."
                  error={errorOf('valid_until')}
                >
                  {(wiring) => (
                    <Input
                      {...wiring}
                      inputMode="numeric"
                      value={days}
                      onChange={({ target }) => setDays(target.value)}
                    />
                  )}
                </Field>
              </div>
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
              {refused && !(refused instanceof ApiProblem && refused.errors.length > 0) ? (
                <Callout look="no" title="Nothing was changed">
                  {refused instanceof ApiProblem ? refused.detail : refused}
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
            The desk has made a key for you: <Address value={asked.address} />. It stays sealed and unused until you
            sign this.
          </p>
          <SignRequest
            typedData={asked.typedData}
            label="Sign: it may attest for us"
            onSigned={submit}
            onNewText={() => void name()}
          />
        </div>
      ) : null}
    </section>
  )
}
