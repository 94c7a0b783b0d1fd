import type { Metadata } from 'next'
import Link from 'next/link'
import { ERRORS, type ErrorCode } from '@/lib/errors'
import { AREAS } from './explanations'

export const metadata: Metadata = { title: 'Errors' }

export default function ErrorsPage() {
  return (
    <>
      <h1 className="pt-11 text-[clamp(1.9rem,4.4vw,2.9rem)]">Errors</h1>
      <p className="mt-4 max-w-[42em] font-serif text-[1.16rem] leading-relaxed">
        Each error has a code that stays the same, and a page that says what it means and what to do.
      </p>
      {Object.entries(AREAS).map(([digit, area]) => (
        <Area key={digit} area={area} codes={codesOf(digit)} />
      ))}
    </>
  )
}

function Area({ area, codes }: { area: string; codes: ErrorCode[] }) {
  return (
    <section className="mt-9 grid gap-x-8 border-line border-t pt-5 md:grid-cols-[200px_1fr]">
      <h2 className="text-[1.28rem]">{area}</h2>
      <ul className="mt-2 gap-x-8 sm:columns-2 md:mt-0">
        {codes.map((code) => (
          <li key={code} className="break-inside-avoid py-1">
            <Link
              href={`/docs/errors/${code}`}
              className="inline-grid grid-cols-[3.6em_1fr] py-0.5 no-underline hover:underline"
            >
              <span className="mono self-baseline text-soft">{code}</span> <span>{ERRORS[code].title}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

function codesOf(digit: string): ErrorCode[] {
  return (Object.keys(ERRORS) as ErrorCode[]).filter((code) => code.charAt(1) === digit)
}
