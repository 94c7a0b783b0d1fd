import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { ERRORS, type ErrorCode } from '@/lib/errors'
import { AREAS, EXPLANATIONS } from '../explanations'

type Props = { params: Promise<{ code: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const code = requireCode((await params).code)
  return { title: `${code} ${ERRORS[code].title}` }
}

export default async function ErrorPage({ params }: Props) {
  const code = requireCode((await params).code)
  const { status, title } = ERRORS[code]
  const { means, todo } = EXPLANATIONS[code]
  return (
    <article className="max-w-[42em] pt-11">
      <p className="text-[.86rem] text-soft">
        <Link href="/docs/errors">Errors</Link>, {AREAS[code.charAt(1)]?.toLowerCase()}
      </p>
      <h1 className="mt-3 text-[clamp(1.9rem,4.4vw,2.9rem)]">{title}</h1>
      <p className="mono mt-3 text-soft">
        {code}, HTTP {status}
      </p>
      <h2 className="mt-10 text-[1.28rem]">What it means</h2>
      <p className="mt-2 font-serif text-[1.16rem] leading-relaxed">{means}</p>
      <h2 className="mt-8 text-[1.28rem]">What to do</h2>
      <p className="mt-2 font-serif text-[1.16rem] leading-relaxed">{todo}</p>
      <p className="mt-10 border-line border-t pt-5 text-[.88rem] text-soft">
        Every error of the API is an <code className="mono">application/problem+json</code> answer whose{' '}
        <code className="mono">type</code> is a page like this one. Its <code className="mono">detail</code> says what
        was wrong with that call; quote its <code className="mono">request_id</code> when you ask about it.
      </p>
    </article>
  )
}

function requireCode(code: string): ErrorCode {
  if (!Object.hasOwn(ERRORS, code)) notFound()
  return code as ErrorCode
}
