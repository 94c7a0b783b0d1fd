import Form from 'next/form'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'

export type AskedFor = { q: string; tags: string; min_trust: string }
export type SearchErrors = Partial<Record<keyof AskedFor, string>>

/** What to look for, in the address of the page: a form like any other where no script runs. */
export function AgentSearch({ asked, errors }: { asked: AskedFor; errors: SearchErrors }) {
  return (
    <Form
      action="/agents"
      scroll={false}
      prefetch={false}
      role="search"
      className="mt-7 grid grid-cols-1 items-start gap-4 sm:grid-cols-[1.6fr_1.1fr_11rem_auto]"
    >
      <Field label="What it should do" error={errors.q}>
        {(wiring) => (
          <Input
            {...wiring}
            type="search"
            name="q"
            maxLength={200}
            defaultValue={asked.q}
            placeholder="translate contracts"
          />
        )}
      </Field>
      <Field label="Tags" optional error={errors.tags}>
        {(wiring) => (
          <Input
            {...wiring}
            name="tags"
            defaultValue={asked.tags}
            placeholder="legal, german"
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
          />
        )}
      </Field>
      <Field label="Least trust" optional error={errors.min_trust}>
        {(wiring) => (
          <Input {...wiring} name="min_trust" inputMode="decimal" defaultValue={asked.min_trust} placeholder="0.5" />
        )}
      </Field>
      <div className="sm:pt-[1.95rem]">
        <Button type="submit" look="next">
          Search
        </Button>
      </div>
    </Form>
  )
}
