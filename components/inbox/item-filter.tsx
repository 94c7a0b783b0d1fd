'use client'

import Form from 'next/form'
import { Button } from '@/components/ui/button'
import { Field, Input, Select } from '@/components/ui/field'
import { type Chosen, FILTER_NAMES, ITEM_STATUSES, toInboxQuery } from './inbox-query'
import { usePlace } from './place'
import { sayItem } from './say-item'

const NAME_OF = (status: (typeof ITEM_STATUSES)[number]) =>
  sayItem({ status, leased_until: null, failures: 0 }, false).word

type Props = { path: '/inbox' | '/inbox/dead'; chosen: Chosen; types: string[] }

/** Narrows the list by what stands in the address; a form like any other where no script runs. */
export function ItemFilter({ path, chosen, types }: Props) {
  const place = usePlace()
  return (
    <Form action={path} scroll={false} prefetch={false} className="grid grid-cols-1 gap-4">
      {place.personal ? null : <input type="hidden" name="org" value={place.id} />}
      <div
        className={`grid grid-cols-1 items-end gap-4 ${path === '/inbox' ? 'sm:grid-cols-[1fr_1.4fr_auto]' : 'sm:grid-cols-[minmax(0,24em)_auto_1fr]'}`}
      >
        {path === '/inbox' ? (
          <Field label="Status">
            {(wiring) => (
              <Select key={chosen.status} {...wiring} name="status" defaultValue={chosen.status ?? ''}>
                <option value="">Any</option>
                {ITEM_STATUSES.map((status) => (
                  <option key={status} value={status}>
                    {NAME_OF(status)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        ) : null}
        <Field label="Type">
          {(wiring) => (
            <>
              <Input
                {...wiring}
                name="type"
                list="types"
                className="mono"
                placeholder="order.* or order.placed"
                autoCapitalize="none"
                autoComplete="off"
                spellCheck={false}
                defaultValue={chosen.type ?? ''}
                key={chosen.type}
              />
              <datalist id="types">
                {types.map((type) => (
                  <option key={type} value={type} />
                ))}
              </datalist>
            </>
          )}
        </Field>
        <Button type="submit">Show</Button>
      </div>
      {path === '/inbox' ? <MoreFilters chosen={chosen} /> : null}
    </Form>
  )
}

/** What is asked for less often, out of the way until it is. */
function MoreFilters({ chosen }: { chosen: Chosen }) {
  const read = toInboxQuery(chosen)
  const errors = 'errors' in read ? read.errors : {}
  const isNarrowed = FILTER_NAMES.some((name) => name !== 'status' && name !== 'type' && chosen[name])
  return (
    <details open={isNarrowed}>
      <summary className="w-fit cursor-pointer py-1 text-[.94rem]">By time and metadata</summary>
      <div className="mt-2 grid grid-cols-1 gap-4 sm:grid-cols-3">
        <Moment name="from" label="From" value={chosen.from} error={errors.from} />
        <Moment name="to" label="Until" value={chosen.to} error={errors.to} />
        <Field label="Metadata" error={errors.metadata}>
          {(wiring) => (
            <Input
              {...wiring}
              name="metadata"
              className="mono"
              placeholder="order_id=order-1042"
              autoCapitalize="none"
              autoComplete="off"
              spellCheck={false}
              defaultValue={chosen.metadata ?? ''}
              key={chosen.metadata}
            />
          )}
        </Field>
      </div>
    </details>
  )
}

type MomentProps = { name: 'from' | 'to'; label: string; value: string | undefined; error: string | undefined }

function Moment({ name, label, value = '', error }: MomentProps) {
  return (
    <Field label={label} error={error}>
      {(wiring) => <Input {...wiring} type="datetime-local" name={name} defaultValue={value} key={value} />}
    </Field>
  )
}
