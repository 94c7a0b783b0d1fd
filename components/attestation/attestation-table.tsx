'use client'

import { useState } from 'react'
import { useNetworks } from '@/components/data/networks'
import { usePlace } from '@/components/inbox/place'
import { Address } from '@/components/ui/address'
import { Button } from '@/components/ui/button'
import { Hash } from '@/components/ui/hash'
import { Status } from '@/components/ui/status'
import { Table, Td, Th } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import { useMounted } from '@/components/ui/use-mounted'
import type { Direction } from './queries'
import { RevokeAttestation, SendRevocation, type ToSend } from './revoke-attestation'
import { sayAttestation } from './say-item'
import type { AttestationView } from './views'

type Props = { label: string; direction: Direction; rows: readonly AttestationView[] }

/** Attestations, newest first. On a phone what is less asked for stands under the wallet. */
export function AttestationTable({ label, direction, rows }: Props) {
  const [asked, setAsked] = useState<AttestationView | null>(null)
  const [toSend, setToSend] = useState<ToSend | null>(null)
  const { role } = usePlace()
  const mayRevoke = direction === 'sent' && ['owner', 'admin', 'issuer'].includes(role)
  return (
    <>
      <Table label={label}>
        <thead>
          <tr>
            <Th>{direction === 'sent' ? 'About' : 'By'}</Th>
            <Th className="hidden md:table-cell">What</Th>
            <Th>Status</Th>
            <Th className={`hidden sm:table-cell ${mayRevoke ? '' : 'pr-0!'}`}>Since</Th>
            {mayRevoke ? (
              <Th className="hidden pr-0! sm:table-cell">
                <span className="sr-only">What to do</span>
              </Th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row
              key={row.chain_id + row.uid}
              row={row}
              direction={direction}
              onRevoke={mayRevoke ? () => setAsked(row) : null}
            />
          ))}
        </tbody>
      </Table>
      {asked ? <RevokeAttestation row={asked} onClose={() => setAsked(null)} onSend={setToSend} /> : null}
      {toSend ? <SendRevocation toSend={toSend} onClose={() => setToSend(null)} /> : null}
    </>
  )
}

type RowProps = { row: AttestationView; direction: Direction; onRevoke: (() => void) | null }

function Row({ row, direction, onRevoke }: RowProps) {
  const mounted = useMounted()
  // The clock of the browser is asked once the page is taken over.
  const { look, name } = sayAttestation(row, mounted ? new Date() : new Date(0))
  const other = direction === 'sent' ? row.recipient : row.attester
  const revoke =
    onRevoke && row.status !== 'REVOKED' && row.revocable ? (
      <Button className="min-h-9! px-3! py-1!" onClick={onRevoke}>
        Revoke
        <span className="sr-only"> the attestation {row.uid.slice(0, 10)}</span>
      </Button>
    ) : null
  return (
    <tr>
      <Td>
        <Address value={other} />
        <span className="mt-1 block text-[.9rem] md:hidden">
          <What row={row} />
        </span>
        <span className="block text-[.88rem] text-soft">
          <Hash value={row.uid} label="uid" />
        </span>
      </Td>
      <Td className="hidden md:table-cell">
        <What row={row} />
      </Td>
      <Td>
        <span className="block [&_span]:[overflow-wrap:normal]">
          <Status look={look}>{name}</Status>
        </span>
        <span className="block text-[.88rem] text-soft">
          <Where row={row} />
        </span>
        {row.expiration_time ? (
          <span className="block text-[.88rem] text-soft">
            until <Time at={row.expiration_time} />
          </span>
        ) : null}
        {revoke ? <span className="mt-2 block sm:hidden">{revoke}</span> : null}
      </Td>
      <Td className={`hidden whitespace-nowrap text-[.92rem] sm:table-cell ${onRevoke ? '' : 'pr-0!'}`}>
        <Time at={row.issued_at} />
      </Td>
      {onRevoke ? <Td className="hidden pr-0! text-right sm:table-cell">{revoke}</Td> : null}
    </tr>
  )
}

function What({ row: { capabilities, integra_hash, token_id } }: { row: AttestationView }) {
  return (
    <>
      <span className="[overflow-wrap:anywhere]">
        {capabilities.length > 0 ? capabilities.join(', ') : 'Other fields'}
      </span>
      {integra_hash ? (
        <span className="block text-[.9em] text-soft">
          <Hash value={integra_hash} label="hash of the document" />
          {token_id ? <span className="[overflow-wrap:anywhere]"> token {token_id}</span> : null}
        </span>
      ) : null}
    </>
  )
}

function Where({ row: { chain_id, offchain } }: { row: AttestationView }) {
  const network = useNetworks().find((each) => each.chain_id === chain_id)
  return `${offchain ? 'off chain, for ' : 'on '}${network?.name ?? chain_id}`
}
