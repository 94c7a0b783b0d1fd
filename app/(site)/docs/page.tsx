import type { Metadata } from 'next'
import Link from 'next/link'
import { routes } from '@/app/api/routes'
import { type Call, listCalls } from './list-calls'

export const metadata: Metadata = { title: 'The API' }

export default function DocsPage() {
  const calls = listCalls(routes)
  const groups = [...new Set(calls.map(({ group }) => group))]
  return (
    <>
      <h1 className="pt-11 text-[clamp(1.9rem,4.4vw,2.9rem)]">The API</h1>
      <p className="mt-4 max-w-[42em] font-serif text-[1.16rem] leading-relaxed">
        Every call of this desk. What each takes and answers, field by field, is in its{' '}
        <a href="/api/v1/openapi.json">OpenAPI document</a>; what can go wrong is on the pages of the{' '}
        <Link href="/docs/errors">errors</Link>.
      </p>
      {groups.map((name) => (
        <Group key={name} name={name} calls={calls.filter(({ group }) => group === name)} />
      ))}
    </>
  )
}

function Group({ name, calls }: { name: string; calls: Call[] }) {
  return (
    <section className="mt-9 grid gap-x-8 border-line border-t pt-5 md:grid-cols-[200px_1fr]">
      <h2 className="text-[1.28rem] first-letter:uppercase">{name.replaceAll('-', ' ').replace(/^api\b/, 'API')}</h2>
      <dl className="mt-2 grid gap-y-2 md:mt-0">
        {calls.map(({ method, path, summary }) => (
          <div key={method + path} className="grid gap-x-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
            <dt className="mono">
              <span className="inline-block w-[4.2em] text-soft">{method}</span>
              {path}
            </dt>
            <dd className="text-[.92rem]">{summary}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
