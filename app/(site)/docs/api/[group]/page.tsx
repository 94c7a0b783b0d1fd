import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { routes } from '@/app/api/routes'
import { Call } from '@/components/docs/call'
import { toCurl, VARIABLES, variablesOf } from '@/components/docs/curl'
import { type CallDoc, describeApi, EVERYWHERE } from '@/components/docs/describe-api'
import { DocsFrame } from '@/components/docs/docs-frame'
import { env } from '@/lib/env'
import { openapiText } from '@/lib/http/openapi'
import { EXAMPLES } from '../../examples'
import { groupOf, groupsOf, nameOfGroup } from '../../list-calls'
import { navigation } from '../../navigation'

type Props = { params: Promise<{ group: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const group = requireGroup((await params).group)
  return { title: `${nameOfGroup(group)}, the API` }
}

export default async function GroupPage({ params }: Props) {
  const group = requireGroup((await params).group)
  const calls = describeApi(JSON.parse(openapiText(routes))).filter(({ path }) => groupOf(path) === group)
  const desk = env().APP_URL
  const commands = new Map(calls.map((call) => [call.id, toCurl(call, desk, EXAMPLES[call.id])]))
  const variables = variablesOf([...commands.values()].join('\n'))
  return (
    <DocsFrame navigation={navigation()} current={`/docs/api/${group}`} kind="The API" title={nameOfGroup(group)}>
      <Index calls={calls} />
      <Conventions variables={variables} />
      {calls.map((call) => (
        <Call key={call.id} call={call} curl={commands.get(call.id) ?? ''} />
      ))}
    </DocsFrame>
  )
}

function requireGroup(group: string): string {
  return groupsOf(routes).includes(group) ? group : notFound()
}

function Index({ calls }: { calls: CallDoc[] }) {
  return (
    <ul className="mt-6" aria-label="Calls on this page">
      {calls.map(({ id, method, path, summary }) => (
        <li key={id} className="border-line border-t first:border-t-0">
          <a
            href={`#${id}`}
            className="grid gap-x-6 py-1.5 no-underline hover:underline lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]"
          >
            <span>{summary}</span>
            <span className="mono">
              <span className="inline-block w-[4.4em] text-soft">{method}</span>
              {path.replace('/api/v1', '')}
            </span>
          </a>
        </li>
      ))}
    </ul>
  )
}

function Conventions({ variables }: { variables: string[] }) {
  return (
    <details className="mt-6 border-line border-t pt-4">
      <summary className="cursor-pointer py-1 font-[560]">What holds for each of these calls</summary>
      <div className="max-w-[42em] text-[.96rem]">
        <p className="mt-2">
          Amounts are decimal text in the smallest unit, times RFC 3339 in UTC, chains CAIP-2. Fields a call does not
          know are refused. Lists take <code className="mono">limit</code> and <code className="mono">cursor</code>.
          Errors every call can answer with are left out below:{' '}
          {EVERYWHERE.map((code, index) => (
            <span key={code}>
              {index > 0 ? ', ' : ''}
              <Link href={`/docs/errors/${code}`} className="mono">
                {code}
              </Link>
            </span>
          ))}
          .
        </p>
        {variables.length > 0 ? (
          <dl className="mt-4">
            {variables.map((name) => (
              <div key={name} className="grid gap-x-4 py-0.5 sm:grid-cols-[11em_1fr]">
                <dt className="mono">{name}</dt>
                <dd>{VARIABLES[name]}</dd>
              </div>
            ))}
          </dl>
        ) : null}
      </div>
    </details>
  )
}
