'use client'

import { useState } from 'react'
import { create, revoke, rotate } from '@/app/(desk)/settings/keys/actions'
import { Button } from '@/components/ui/button'
import { Checkbox, Field, Fieldset, Input, Select } from '@/components/ui/field'
import { ShownOnce } from '@/components/ui/shown-once'
import { Time } from '@/components/ui/time'
import { AskOnce } from './ask-once'
import { Row, Rows } from './rows'
import { SCOPE_WORDS, SCOPES_LATER, SCOPES_NOW, sayScope } from './scope-words'
import { Trouble } from './trouble'
import { useForm } from './use-form'

export type KeyView = {
  id: string
  public_id: string
  organization_id: string
  name: string
  scopes: string[]
  mine: boolean
  created_at: string
  expires_at: string | null
  last_used_at: string | null
  expired: boolean
}
export type Place = { id: string; name: string; keys: KeyView[]; mayMake: boolean }

type Secret = { title: string; key: string }

/** Keys by the organization they act in, and the form for a new one. A new secret stands above everything until it is kept. */
export function Keys({ actingAs, places }: { actingAs: string; places: Place[] }) {
  const [secret, setSecret] = useState<Secret | null>(null)
  const [made, setMade] = useState(0)
  const shown = places.filter(({ keys }) => keys.length > 0)
  return (
    <div className="grid gap-12">
      {secret ? (
        <ShownOnce
          title={secret.title}
          says="We keep only its hash, so it is shown this once. Put it where your program reads its secrets."
          secret={secret.key}
          copyLabel="Copy the key"
          onKept={() => setSecret(null)}
        />
      ) : null}
      {shown.map((place) => (
        <section key={place.id} aria-label={`Keys of ${place.name}`}>
          {places.length > 1 ? <h2 className="mb-3 text-[1.28rem] [overflow-wrap:anywhere]">{place.name}</h2> : null}
          <Rows label="Keys">
            {place.keys.map((key) => (
              <KeyRow key={key.id} actingAs={actingAs} of={key} onSecret={setSecret} />
            ))}
          </Rows>
        </section>
      ))}
      {shown.length === 0 && !secret ? (
        <p className="max-w-[38em] text-soft">
          No keys yet. A program can also sign in with a wallet of its own; a key is for one that has none.
        </p>
      ) : null}
      <NewKey
        key={made}
        actingAs={actingAs}
        places={places.filter(({ mayMake }) => mayMake)}
        look={secret ? 'plain' : 'next'}
        onSecret={(next) => {
          setSecret(next)
          setMade((before) => before + 1)
        }}
      />
    </div>
  )
}

function KeyRow({
  actingAs,
  of: key,
  onSecret,
}: {
  actingAs: string
  of: KeyView
  onSecret: (secret: Secret) => void
}) {
  const given = { acting_as: actingAs, id: key.id, organization: key.organization_id }
  return (
    <Row
      title={key.name}
      says={
        <>
          <span className="block">{key.scopes.map(sayScope).join('. ')}.</span>
          <span className="block">
            <code className="mono">csk_{key.public_id}_…</code>,{' '}
            {key.last_used_at ? (
              <>
                last used <Time at={key.last_used_at} />
              </>
            ) : (
              'never used'
            )}
            ,{' '}
            {key.expires_at ? (
              <>
                {key.expired ? 'expired' : 'expires'} <Time at={key.expires_at} />
              </>
            ) : (
              'does not expire'
            )}
            {key.mine ? '' : '. Somebody else’s'}
          </span>
        </>
      }
      action={
        <>
          {key.mine && !key.expired ? (
            <AskOnce
              label="Rotate"
              of={key.name}
              title={`A new secret for ${key.name}`}
              says="The secret it has now stops working at once, wherever it is used. The new one is shown here once."
              action="Rotate it"
              run={() => rotate(given)}
              done="The key has a new secret"
              onDone={(result) => result && onSecret({ title: `The new secret of ${key.name}`, key: result.key })}
            />
          ) : null}
          <AskOnce
            label="Revoke"
            of={key.name}
            title={`Revoke ${key.name}`}
            says="It stops working at once, wherever it is used, and cannot be brought back."
            action="Revoke it"
            run={() => revoke(given)}
            done="The key is revoked"
          />
        </>
      }
    />
  )
}

type NewKeyProps = { actingAs: string; places: Place[]; look: 'next' | 'plain'; onSecret: (secret: Secret) => void }

function NewKey({ actingAs, places, look, onSecret }: NewKeyProps) {
  const { form, busy, refusal, errorOf } = useForm(create, (made) =>
    onSecret({ title: `The key ${made.name}`, key: made.key }),
  )
  return (
    <form {...form} className="grid max-w-[34em] gap-6 border-line border-t pt-7">
      <input type="hidden" name="acting_as" value={actingAs} />
      <h2 className="text-[1.5rem]">Make a key</h2>
      <Field label="Name" hint="What it is for, so that you know it again." error={errorOf('name')}>
        {(wiring) => <Input {...wiring} name="name" autoComplete="off" />}
      </Field>
      <Fieldset
        legend="What it may do"
        hint="A key never signs anything: that takes a wallet."
        error={errorOf('scopes')}
      >
        <Scopes scopes={SCOPES_NOW} isWrong={errorOf('scopes') !== undefined} />
        <details>
          <summary className="cursor-pointer py-1">For what is not built yet</summary>
          <div className="mt-3 grid gap-5">
            <Scopes scopes={SCOPES_LATER} />
          </div>
        </details>
      </Fieldset>
      <Field label="Good for" hint="After that it stops by itself." error={errorOf('expires')}>
        {(wiring) => (
          <Select {...wiring} name="expires" defaultValue="90">
            <option value="30">30 days</option>
            <option value="90">90 days</option>
            <option value="365">a year</option>
            <option value="never">until I revoke it</option>
          </Select>
        )}
      </Field>
      {places.length > 1 ? (
        <Field label="Acts in" error={errorOf('organization')}>
          {(wiring) => (
            <Select {...wiring} name="organization">
              {places.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      ) : (
        <input type="hidden" name="organization" value={places[0]?.id ?? ''} />
      )}
      <Trouble title="No key was made" refusal={refusal} fields={['name', 'scopes', 'expires', 'organization']} />
      <div>
        <Button type="submit" look={look} busy={busy}>
          Make the key
        </Button>
      </div>
    </form>
  )
}

function Scopes({ scopes, isWrong = false }: { scopes: readonly (keyof typeof SCOPE_WORDS)[]; isWrong?: boolean }) {
  return scopes.map((scope) => (
    <Checkbox
      key={scope}
      name="scopes"
      value={scope}
      aria-invalid={isWrong || undefined}
      label={SCOPE_WORDS[scope]}
      hint={<code className="mono">{scope}</code>}
    />
  ))
}
