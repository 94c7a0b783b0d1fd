import Link from 'next/link'
import { ERRORS, type ErrorCode } from '@/lib/errors'
import { CodeBox } from './code-box'
import type { CallDoc } from './describe-api'
import type { Field } from './describe-schema'

/** One call: what it takes, what it answers, what can go wrong, and a command that does it. */
export function Call({ call, curl }: { call: CallDoc; curl: string }) {
  const places = ['path', 'query', 'header'] as const
  return (
    <section
      id={call.id}
      aria-labelledby={`${call.id}-title ${call.id}-path`}
      className="mt-12 scroll-mt-6 border-line border-t pt-6"
    >
      <h2 id={`${call.id}-title`} className="text-[1.5rem]">
        {call.summary}
      </h2>
      <p id={`${call.id}-path`} className="mono mt-2">
        <span className="text-soft">{call.method}</span> {call.path}
      </p>
      {call.description ? (
        <p className="mt-3 max-w-[42em] font-serif text-[1.12rem] leading-relaxed">{call.description}</p>
      ) : null}
      <p className="mt-3 text-[.92rem] text-soft">{sayCaller(call)}</p>

      {places.map((place) => (
        <Part
          key={place}
          title={PLACES[place]}
          fields={call.parameters.filter((parameter) => parameter.place === place).map(({ field }) => field)}
        />
      ))}
      <Body call={call} />
      <Answer call={call} />
      <Errors codes={call.errors} />
      <CodeBox label={`Command: ${call.method} ${call.path}`}>{curl}</CodeBox>
    </section>
  )
}

const PLACES = { path: 'In the path', query: 'In the query', header: 'Headers' } as const

function sayCaller({ caller, scope }: CallDoc): string {
  if (caller === 'nobody') return 'Nobody has to sign in for this.'
  const key = scope ? ` An API key needs the scope ${scope}.` : ''
  return caller === 'anybody' ? `Works with or without a token.${key}` : `Needs a token.${key}`
}

function Body({ call: { body } }: { call: CallDoc }) {
  if (!body) return null
  if (body.mediaType === '*/*') return <Says title="Body">The bytes of a file, as they are.</Says>
  return <Part title="Body" fields={body.fields} />
}

function Answer({ call: { answer, errors } }: { call: CallDoc }) {
  if (answer.status === 204) return <Says title="Answer">204, without a body.</Says>
  if (answer.type === null && errors.includes('E9010')) {
    return <Says title="Answer">Not built yet: 503 with E9010.</Says>
  }
  const says = `${answer.status}${answer.mediaType === 'application/json' ? '' : `, ${answer.mediaType}`}`
  if (answer.fields.length === 0) return <Says title="Answer">{says}</Says>
  return (
    <details className="mt-5">
      <summary className="cursor-pointer py-1">
        <span className="font-[560]">Answer</span> <span className="text-soft">{says}</span>
      </summary>
      <Fields fields={answer.fields} isAnswer />
    </details>
  )
}

function Errors({ codes }: { codes: string[] }) {
  if (codes.length === 0) return null
  return (
    <>
      <h3 className="mt-5 font-[560] font-sans text-[1rem] tracking-normal">What can go wrong</h3>
      <ul className="mt-1 gap-x-8 sm:columns-2">
        {codes.map((code) => (
          <li key={code} className="break-inside-avoid">
            <Link
              href={`/docs/errors/${code}`}
              className="inline-grid grid-cols-[3.6em_1fr] py-0.5 text-[.94rem] no-underline hover:underline"
            >
              <span className="mono self-baseline text-soft">{code}</span>{' '}
              <span>{ERRORS[code as ErrorCode].title}</span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}

function Says({ title, children }: { title: string; children: string }) {
  return (
    <p className="mt-5">
      <span className="font-[560]">{title}</span> <span className="text-soft">{children}</span>
    </p>
  )
}

function Part({ title, fields }: { title: string; fields: Field[] }) {
  if (fields.length === 0) return null
  return (
    <>
      <h3 className="mt-5 font-[560] font-sans text-[1rem] tracking-normal">{title}</h3>
      <Fields fields={fields} />
    </>
  )
}

/** What is inside a field stands under it, set in. */
function Fields({ fields, isAnswer = false }: { fields: Field[]; isAnswer?: boolean }) {
  return (
    <ul className="mt-1">
      {fields.map((field) => (
        <li key={field.name} className="border-line border-t py-2 first:border-t-0">
          <p className="text-[.94rem] [overflow-wrap:anywhere]">
            <code className="mono font-[560]">{field.name}</code> <span className="text-soft">{sayType(field)}</span>
            {!isAnswer && field.required ? <span className="text-soft">, required</span> : null}
          </p>
          {field.description ? <p className="text-[.94rem]">{field.description}</p> : null}
          {field.values.length > 0 ? (
            <p className="mono text-soft leading-relaxed">{field.values.join(' · ')}</p>
          ) : null}
          {field.fields.length > 0 ? (
            <div className="mt-1 ml-1 border-line border-l pl-4">
              <Fields fields={field.fields} isAnswer={isAnswer} />
            </div>
          ) : null}
        </li>
      ))}
    </ul>
  )
}

function sayType({ type, limits }: Field): string {
  return [type, ...limits].join(', ')
}
