'use client'

import { useRouter } from 'next/navigation'
import { useId, useRef, useState } from 'react'
import { ApiProblem } from '@/components/data/api'
import { usePlace, usePlaceApi } from '@/components/inbox/place'
import { placeHref } from '@/components/inbox/place-type'
import { Address } from '@/components/ui/address'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Confirm } from '@/components/ui/confirm'
import { Status } from '@/components/ui/status'
import { Table, Td, Th } from '@/components/ui/table'
import { Waiting } from '@/components/ui/waiting'
import { keepBatch } from './batch-store'
import { ChainField, useEasNetworks } from './chain-field'
import { CsvHelp } from './csv-help'
import { decodeFile } from './decode-file'
import { firstWithIssuer } from './issue-form'
import { issuerOn, NeedsIssuer, NotYours } from './needs-issuer'
import { useIssuers, useStale } from './queries'
import type { CsvFault, CsvRow, ReadCsv } from './read-csv'
import type { IssuerView } from './views'

/** More faults than this help nobody; the first are put right first. */
const SHOWN_FAULTS = 50
const SHOWN_ROWS = 5

type Chosen = { name: string; read: ReadCsv }

/** A batch from a file: chosen, checked row by row in this page, looked at, and sent as one. */
export function BatchForm({ issuers: drawn }: { issuers: { data: IssuerView[] } }) {
  const networks = useEasNetworks()
  const place = usePlace()
  const issuers = useIssuers(drawn).data?.data
  const [chainId, setChainId] = useState(() =>
    firstWithIssuer(
      drawn.data,
      networks.map(({ chain_id }) => chain_id),
    ),
  )
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [says, setSays] = useState<string | null>(null)
  const id = useId()

  const choose = async (file: File | undefined) => {
    setChosen(null)
    setSays(null)
    if (!file) return
    const { MOST_BYTES, readCsv } = await import('./read-csv')
    if (file.size > MOST_BYTES) return setSays(`${file.name} is larger than a batch can be.`)
    try {
      const decoded = decodeFile(new Uint8Array(await file.arrayBuffer()))
      if ('fault' in decoded) return setSays(`${file.name} ${decoded.fault}`)
      setChosen({ name: file.name, read: readCsv(decoded.text, new Date()) })
    } catch {
      setSays(`${file.name} could not be read.`)
    }
  }

  if (!['owner', 'admin', 'issuer'].includes(place.role)) return <NotYours role={place.role} />
  if (networks.length === 0) return <p className="text-soft">This desk has no network to attest on.</p>
  if (!issuers) return <Waiting says="Reading issuers" />
  const issuer = issuerOn(issuers, chainId)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <div className="max-w-[22em]">
        <ChainField value={chainId} onChange={setChainId} networks={networks} />
      </div>
      {issuer ? (
        <>
          <p className="flex flex-wrap items-center gap-x-2">
            <span className="text-soft">The attester is</span> <Address value={issuer.address} />
          </p>
          <CsvHelp />
          <div className="min-w-0">
            <label htmlFor={id} className="block font-[560]">
              The file
            </label>
            <p id={`${id}hint`} className="mt-0.5 text-[.9rem] text-soft">
              It is read here. Nothing is sent before you press the button under it.
            </p>
            <input
              id={id}
              type="file"
              accept=".csv,text/csv"
              aria-describedby={`${id}hint`}
              className="mt-1.5 block w-full min-w-0 text-[.94rem] file:mr-3 file:min-h-[42px] file:rounded-[3px] file:border file:border-edge file:bg-transparent file:px-[18px] file:font-[560] file:text-ink hover:file:bg-wash"
              onChange={(event) => {
                const file = event.target.files?.[0]
                // The same file, put right, may be chosen again.
                event.target.value = ''
                void choose(file)
              }}
            />
          </div>
          <div role="status" className="min-w-0 empty:hidden">
            {says ? <Status look="no">{says}</Status> : null}
            {chosen ? <Checked chosen={chosen} /> : null}
          </div>
          {chosen && chosen.read.faults.length === 0 ? (
            <SendBatch key={chosen.name + chosen.read.rows.length} chosen={chosen} chainId={chainId} issuer={issuer} />
          ) : null}
        </>
      ) : (
        <NeedsIssuer />
      )}
    </div>
  )
}

function Checked({ chosen: { name, read } }: { chosen: Chosen }) {
  const { rows, faults } = read
  if (faults.length > 0) return <Faults name={name} faults={faults} />
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <p>
        <Status look="ok">
          {name}: {rows.length === 1 ? 'one row, and it is good' : `all ${rows.length} rows are good`}
        </Status>
      </p>
      <Preview rows={rows} />
    </div>
  )
}

function Faults({ name, faults }: { name: string; faults: readonly CsvFault[] }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <Callout
        look="no"
        title={`${name}: ${faults.length === 1 ? 'one thing is wrong' : `${faults.length} things are wrong`}, so nothing is sent`}
      >
        Put right what is named here and choose the file again. Row 1 is the one with the columns’ names.
      </Callout>
      <Table label="What is wrong with the file">
        <thead>
          <tr>
            <Th>Row</Th>
            <Th>Column</Th>
            <Th className="pr-0!">What is wrong</Th>
          </tr>
        </thead>
        <tbody>
          {faults.slice(0, SHOWN_FAULTS).map(({ row, column, says }) => (
            <tr key={`${row}.${column}.${says}`}>
              <Td className="tabular-nums">{row}</Td>
              <Td className="mono [overflow-wrap:anywhere]">
                {column ?? <span className="text-soft">all of it</span>}
              </Td>
              <Td className="pr-0! [overflow-wrap:anywhere]">{says}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
      {faults.length > SHOWN_FAULTS ? <p className="text-soft">and {faults.length - SHOWN_FAULTS} more.</p> : null}
    </div>
  )
}

function Preview({ rows }: { rows: readonly CsvRow[] }) {
  return (
    <>
      <Table label="The first rows">
        <thead>
          <tr>
            <Th>Row</Th>
            <Th>Wallet</Th>
            <Th>Capabilities</Th>
            <Th className="pr-0!">Token</Th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, SHOWN_ROWS).map(({ row, item }) => (
            <tr key={row}>
              <Td className="tabular-nums">{row}</Td>
              <Td>
                <Address value={item.recipient} />
              </Td>
              <Td className="[overflow-wrap:anywhere]">{item.capabilities.join(', ')}</Td>
              <Td className="pr-0! [overflow-wrap:anywhere]">{item.token_id}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
      {rows.length > SHOWN_ROWS ? <p className="text-soft">and {rows.length - SHOWN_ROWS} more.</p> : null}
    </>
  )
}

type SendProps = { chosen: Chosen; chainId: string; issuer: IssuerView }

function SendBatch({ chosen: { read }, chainId, issuer }: SendProps) {
  const { rows } = read
  const call = usePlaceApi()
  const place = usePlace()
  const router = useRouter()
  const stale = useStale()
  const [asking, setAsking] = useState(false)
  const [wrong, setWrong] = useState<CsvFault[]>([])
  // Pressed again after a lost answer it is the same batch, not a second one; for another network it is another.
  const key = useRef<{ of: string; key: string } | null>(null)

  const send = async () => {
    setWrong([])
    try {
      const body = { chain_id: chainId, schema: 'capability', items: rows.map(({ item }) => item) }
      const of = JSON.stringify(body)
      if (key.current?.of !== of) key.current = { of, key: crypto.randomUUID() }
      const options = { body, idempotencyKey: key.current.key }
      const { workflow_id } = await call<{ workflow_id: string }>('POST', 'attestations/batch', options)
      keepBatch(workflow_id, rows)
      await stale()
      router.push(placeHref(`/attestations/workflows/${workflow_id}`, place))
    } catch (error) {
      if (error instanceof ApiProblem) setWrong(toFaults(error, rows))
      throw error
    }
  }
  const count = rows.length === 1 ? 'one attestation' : `${rows.length} attestations`
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {wrong.length > 0 ? <Faults name="The desk says" faults={wrong} /> : null}
      <div>
        <Button look="next" onClick={() => setAsking(true)}>
          Issue {count}
        </Button>
      </div>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        look="next"
        title={`Issue ${count}?`}
        says={
          <>
            <Address value={issuer.address} copy={false} /> becomes the attester of each. They can be read on the chain
            for good; each can be revoked later.
            {issuer.kind === 'WALLET' ? ' Your wallet sends them next, up to 50 in a transaction.' : ''}
          </>
        }
        action="Issue them"
        onConfirm={send}
      />
    </div>
  )
}

/** What the desk found wrong, by row of the file. */
function toFaults({ errors }: ApiProblem, rows: readonly CsvRow[]): CsvFault[] {
  return errors.flatMap(({ path, message }) => {
    const [list, index, column = null] = path.split('.')
    const row = list === 'items' ? rows[Number(index)]?.row : undefined
    return row === undefined ? [] : [{ row, column, says: message }]
  })
}
