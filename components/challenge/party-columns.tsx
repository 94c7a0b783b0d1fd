'use client'

import type { ReactNode } from 'react'
import { useNetworks } from '@/components/data/networks'
import { Address } from '@/components/ui/address'
import { Amount } from '@/components/ui/amount'
import { Hash } from '@/components/ui/hash'
import { Picture } from '@/components/ui/picture'
import { Status } from '@/components/ui/status'
import { Time } from '@/components/ui/time'
import type { Party } from '@/lib/challenge/state'
import { parseDid } from '@/lib/proof/did'
import { bondOf, type Deposit, depositsOf, type Unit, unitOf } from './bond-facts'
import { useOpenChallenge } from './challenge-context'
import { nameOfSide, type Proof, proofsOf } from './proofs'
import { backingWallet, sayNetwork } from './requirement-words'

/** Both parties' proofs side by side; one where a challenge has one. */
export function PartyColumns() {
  const { challenge } = useOpenChallenge()
  const sides: Party[] = challenge.mode === 'SOLO' ? ['creator'] : ['creator', 'counterparty']
  return (
    <section
      aria-label={sides.length === 1 ? 'The party' : 'The two parties'}
      className={`grid border-line border-y ${sides.length === 2 ? 'sm:grid-cols-2' : ''}`}
    >
      {sides.map((side) => (
        <PartyColumn key={side} side={side} />
      ))}
    </section>
  )
}

const EDGES =
  'py-5 sm:only:pr-0! [&+&]:border-line max-sm:[&+&]:border-t sm:pr-6 sm:[&+&]:border-l sm:[&+&]:pr-0 sm:[&+&]:pl-6'

function PartyColumn({ side }: { side: Party }) {
  const { challenge, log, now } = useOpenChallenge()
  const networks = useNetworks()
  const did = challenge[side]
  const { wallet, intent, funds, outcome } = proofsOf(challenge, log.data, side, networks, now)
  const network = funds.asks.length > 0 ? sayNetwork(challenge.requirements?.[side], networks) : null
  const backing = backingWallet(challenge.requirements?.[side])
  const bond = bondOf(challenge)
  const unit = bond && unitOf(bond, networks)

  return (
    <div className={`min-w-0 ${EDGES}`} data-side={side}>
      <h2 className="flex items-center gap-2.5 text-[1.34rem]">
        {did ? (
          <Picture of={parseDid(did)?.address ?? did} className="size-[26px]" />
        ) : (
          <span className="size-[26px] flex-none rounded-full border border-edge border-dashed" />
        )}
        {nameOfSide(side, challenge.your_role)}
      </h2>
      <p className="mt-1 min-h-[1.9em] text-soft">
        {did ? <Address value={did} picture={false} /> : 'Whoever accepts with the invite'}
      </p>
      <dl className="mt-2.5 grid gap-[7px]">
        <Row proof={wallet} />
        <Row proof={intent} />
        {unit ? null : (
          <Row proof={funds.proof}>
            {funds.asks.map(({ says, exact, atEnd }) => (
              <dd key={says} className="text-[.9rem] text-soft [overflow-wrap:anywhere]" title={exact}>
                {says}
                {network ? ` on ${network}` : ''}
                {atEnd ? ', read again at the end' : ''}
              </dd>
            ))}
            {backing ? (
              <dd className="text-[.9rem] text-soft">
                in <Address value={backing} picture={false} />
              </dd>
            ) : null}
          </Row>
        )}
        {unit
          ? depositsOf(challenge, side).map((deposit) => (
              <DepositRow key={deposit.kind} deposit={deposit} unit={unit} />
            ))
          : null}
        {outcome ? <Row proof={outcome} /> : null}
      </dl>
    </div>
  )
}

/** What this side put down, as the chain has it. */
function DepositRow({ deposit, unit }: { deposit: Deposit; unit: Unit }) {
  const { what, look, word, units, txHash } = deposit
  return (
    <Row proof={{ what, look, word }}>
      <dd className="text-[.9rem] text-soft">
        <Amount units={units} {...unit} />
        {txHash ? (
          <>
            {' '}
            in <Hash value={txHash} label="transaction" />
          </>
        ) : null}
      </dd>
    </Row>
  )
}

function Row({ proof: { what, look, word, at }, children }: { proof: Proof; children?: ReactNode }) {
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-3.5 [&>dd+dd]:col-span-2">
      <dt>{what}</dt>
      <dd className="text-right">
        <Status look={look}>{word}</Status>
      </dd>
      {at ? (
        <dd className="text-[.9rem] text-soft">
          <Time at={at} />
        </dd>
      ) : null}
      {children}
    </div>
  )
}
