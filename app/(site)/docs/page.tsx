import type { Metadata } from 'next'
import Link from 'next/link'
import { routes } from '@/app/api/routes'
import { DocsFrame } from '@/components/docs/docs-frame'
import { GUIDES } from './guides'
import { type Call, DESK, groupsOf, listCalls, nameOfGroup } from './list-calls'
import { navigation } from './navigation'

export const metadata: Metadata = {
  title: 'Documentation',
  description: 'Guides for people, and every call of the API with its fields, errors and a command that works.',
}

export default function DocsPage() {
  const calls = listCalls(routes)
  return (
    <DocsFrame
      navigation={navigation()}
      current="/docs"
      title="Documentation"
      lead={<p>Guides for people first, then every call for programs.</p>}
    >
      <Guides />
      <h2 id="api" className="mt-14 scroll-mt-6 text-[1.5rem]">
        The API
      </h2>
      <p className="mt-2 max-w-[42em]">
        Everything these pages can do is a call under <code className="mono">/api/v1</code>. The same, for machines, is
        the <a href="/api/v1/openapi.json">OpenAPI document</a>; what can go wrong is on the pages of the{' '}
        <Link href="/docs/errors">error codes</Link>.
      </p>
      {[...groupsOf(routes), DESK].map((group) => (
        <Group key={group} group={group} calls={calls.filter((call) => call.group === group)} />
      ))}
    </DocsFrame>
  )
}

function Guides() {
  return (
    <ul className="mt-8">
      {GUIDES.map(({ slug, title, says }) => (
        <li key={slug} className="border-line border-t py-4">
          <Link href={`/docs/guides/${slug}`} className="group block no-underline">
            <span className="block font-serif text-[1.28rem] leading-snug group-hover:underline">{title}</span>
            <span className="text-soft">{says}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

function Group({ group, calls }: { group: string; calls: Call[] }) {
  const name = nameOfGroup(group)
  return (
    <section className="mt-7 border-line border-t pt-4">
      <h3 className="text-[1.2rem]">{group === DESK ? name : <Link href={`/docs/api/${group}`}>{name}</Link>}</h3>
      <dl className="mt-1.5 grid gap-y-1.5">
        {calls.map(({ method, path, summary }) => (
          <div key={method + path} className="grid gap-x-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
            <dt className="mono">
              <span className="inline-block w-[4.4em] text-soft">{method}</span>
              {path}
            </dt>
            <dd className="text-[.94rem]">{summary}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
