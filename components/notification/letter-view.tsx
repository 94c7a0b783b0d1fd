import type { ReactNode } from 'react'
import { CodeBox } from '@/components/docs/code-box'
import { pressable } from '@/components/ui/button'
import type { Letter } from '@/lib/notification/letter'
import { toMail, toShortText } from '@/lib/notification/to-mail'

/** A letter about as a mail program shows it. Its link works where it was really written. */
export function LetterView({ letter, isSample = false }: { letter: Letter; isSample?: boolean }) {
  const { lines, code, link, why, stop } = letter
  return (
    <div className="border border-line bg-sheet px-5 py-6 font-serif text-[1.06rem] leading-relaxed sm:px-8">
      <div className="max-w-[34em]">
        <p className="border-line border-b pb-3">Countersign</p>
        <Line>{lines[0]}</Line>
        {code ? <p className="mt-6 mb-6 font-mono text-[1.75rem] leading-none tracking-[.2em]">{code}</p> : null}
        {lines.slice(1).map((line) => (
          <Line key={line}>{line}</Line>
        ))}
        {link ? (
          <p className="mt-6">
            <Go url={link.url} isSample={isSample} className={pressable('plain')}>
              {link.label}
            </Go>
          </p>
        ) : null}
        <p className="mt-8 border-line border-t pt-3 text-[.88rem] text-soft [overflow-wrap:anywhere]">
          {why}{' '}
          {stop ? (
            <Go url={stop.page} isSample={isSample}>
              Stop these
            </Go>
          ) : null}
        </p>
      </div>
    </div>
  )
}

function Line({ children }: { children: ReactNode }) {
  return <p className="mt-4 [overflow-wrap:anywhere]">{children}</p>
}

function Go(props: { url: string; isSample: boolean; className?: string; children: ReactNode }) {
  const { url, isSample, className, children } = props
  if (isSample) return <span className={className ?? 'underline'}>{children}</span>
  return (
    <a href={url} className={className}>
      {children}
    </a>
  )
}

/** The same letter as it is sent: in plain text, as HTML, and as a text message. */
export function LetterParts({ name, letter }: { name: string; letter: Letter }) {
  const { text, html, headers } = toMail(letter)
  const head = Object.entries(headers).map(([header, value]) => `${header}: ${value}`)
  const parts: [string, string][] = [
    ['Plain text', text.trimEnd()],
    ['HTML', html.trimEnd()],
    ['Headers', head.join('\n')],
    ['Text message', toShortText(letter)],
  ]
  return (
    <details className="mt-3">
      <summary className="w-fit cursor-pointer py-1 text-[.94rem]">As it is sent</summary>
      {parts.map(([part, content]) => (
        <div key={part} className="mt-4">
          <p className="text-[.88rem] text-soft">{part}</p>
          <CodeBox label={`${name}: ${part}`}>{content}</CodeBox>
        </div>
      ))}
    </details>
  )
}
