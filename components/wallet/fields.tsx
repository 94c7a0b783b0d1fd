import { Address } from '@/components/ui/address'
import { Hash } from '@/components/ui/hash'
import { Time } from '@/components/ui/time'
import { toChecksum } from '@/lib/wallet/checksum'
import type { ShownField } from './list-fields'

/** The title and the few fields that say what it is about. */
export function ShortFields({ title, fields }: { title: string | null; fields: ShownField[] }) {
  return (
    <dl className="mt-2 grid gap-y-1.5">
      {title === null ? null : (
        <Row term="Title">
          <span className="font-[560]">{title}</span>
        </Row>
      )}
      {fields.map((field) => (
        <Row key={field.name} term={field.label}>
          <ShortValue field={field} />
        </Row>
      ))}
    </dl>
  )
}

function Row({ term, children }: { term: string; children: React.ReactNode }) {
  return (
    <div className="grid grid-cols-[5.5rem_minmax(0,1fr)] sm:grid-cols-[7.5rem_minmax(0,1fr)] gap-x-3">
      <dt className="text-soft">{term}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </div>
  )
}

function ShortValue({ field: { kind, label, value } }: { field: ShownField }) {
  if (kind === 'hash') return <Hash value={value} label={label} />
  if (kind === 'address') return <Address value={value} />
  if (kind === 'time') return <Moment seconds={value} />
  return value === '' ? <span className="text-soft">empty</span> : value
}

/** All of them, whole, with the names the wallet shows beside ours. */
export function FieldTable({
  caption,
  fields,
  network,
}: {
  caption: string
  fields: ShownField[]
  network?: string | undefined
}) {
  return (
    <div className="mt-2">
      <p className="text-[.86rem] text-soft">{caption}</p>
      <dl>
        {fields.map((field) => (
          <div key={field.name} className="border-line border-t py-2 first:border-t-0">
            <dt className="flex flex-wrap items-baseline justify-between gap-x-3 text-soft">
              {field.label} <code className="mono text-[.8em]">{field.name}</code>
            </dt>
            <dd className="mt-0.5 [overflow-wrap:anywhere]">
              <WholeValue field={field} network={network} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

function WholeValue({ field: { kind, name, value }, network }: { field: ShownField; network: string | undefined }) {
  if (kind === 'hash') return <span className="mono">{value}</span>
  if (kind === 'address') return <span className="mono">{toChecksum(value.toLowerCase())}</span>
  if (kind === 'time') {
    return (
      <>
        <Moment seconds={value} /> <span className="mono text-soft">{value}</span>
      </>
    )
  }
  if (kind === 'number') {
    return (
      <>
        <span className="mono">{value}</span>
        {name === 'chainId' && network ? <span className="text-soft"> {network}</span> : null}
      </>
    )
  }
  return value === '' ? <span className="text-soft">empty</span> : <span className="whitespace-pre-wrap">{value}</span>
}

/** A unix time; what no calendar holds stays a number. */
function Moment({ seconds }: { seconds: string }) {
  const ms = Number(seconds) * 1000
  return ms > 0 && ms < 8.64e15 ? <Time at={new Date(ms)} /> : <span className="mono">{seconds}</span>
}
