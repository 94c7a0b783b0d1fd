import { Fragment } from 'react'
import { Sign } from '@/components/ui/sign'
import type { Link, LinkVerdict, Report } from '@/lib/proof/report'

const VERDICTS = {
  proven: { word: 'proven', shape: 'check', color: 'text-green' },
  claimed: { word: 'claimed', shape: 'quarter', color: 'text-amber' },
  unverifiable: { word: 'cannot tell', shape: 'question', color: 'text-amber' },
  broken: { word: 'broken', shape: 'cross', color: 'text-red' },
} as const satisfies Record<LinkVerdict, { word: string; shape: string; color: string }>

/** What a verification found: the sentence first, then every link with its sign and word. */
export function ReportView({ report }: { report: Report }) {
  const claims = report.links.some(({ verdict }) => verdict === 'claimed')
  return (
    <div className="mt-7">
      <ul className="border-line border-b">
        {report.links.map((link) => (
          <LinkRow key={link.name} link={link} />
        ))}
      </ul>
      <ul className="mt-4 grid gap-1 text-[.88rem] text-soft">
        {claims ? <li>Claimed: the file says so, and nothing in it can prove that.</li> : null}
        {report.warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
        <li>{report.as_of}</li>
      </ul>
    </div>
  )
}

/** What the file says it is about: the receipt, its outcome and its parties. */
export function ReportFacts({ report: { receipt_id, outcome, parties } }: { report: Report }) {
  if (!receipt_id) return null
  const facts = [
    ['receipt', receipt_id],
    ['outcome', outcome ?? 'none'],
    ...parties.map(({ role, did }) => [role, did]),
  ]
  return (
    <dl className="mt-5 grid gap-x-6 gap-y-0.5 sm:grid-cols-[118px_1fr] sm:gap-y-1.5">
      {facts.map(([name, value]) => (
        <Fragment key={name}>
          <dt className="text-soft first-letter:uppercase">{name}</dt>
          <dd className="mono">{value}</dd>
        </Fragment>
      ))}
    </dl>
  )
}

/** One sentence for the whole of it. */
export function sayResult({ exit, links }: Report): string {
  const count = (verdict: LinkVerdict) => links.filter((link) => link.verdict === verdict).length
  const named = (verdict: LinkVerdict) =>
    links
      .filter((link) => link.verdict === verdict)
      .map(({ name }) => name)
      .join(', ')
  if (exit === 1) return `It does not hold. Broken: ${named('broken')}.`
  if (exit === 2) return `It cannot be verified here: ${named('unverifiable')}.`

  const claimed = count('claimed')
  return `It holds: nothing is broken, ${count('proven')} links are proven${claimed ? `, ${claimed} only claimed` : ''}.`
}

function LinkRow({ link: { name, verdict, detail } }: { link: Link }) {
  const { word, shape, color } = VERDICTS[verdict]
  return (
    <li className="grid gap-x-4 gap-y-0.5 border-line border-t py-2.5 sm:grid-cols-[118px_1fr]">
      <span className={`flex items-center gap-1.5 self-start font-[560] ${color}`}>
        <Sign shape={shape} />
        {word}
      </span>
      <span>
        <span className="block first-letter:uppercase">{name}</span>
        <span className="block text-[.9rem] text-soft">
          <Detail text={detail} />
        </span>
      </span>
    </li>
  )
}

/** The verifier names the options of its command line, which a page does not have; hashes are set as such. */
function Detail({ text }: { text: string }) {
  const [first = '', ...rest] = text.replaceAll(/ \(--[a-z]+\)/g, '').split(/(0x[0-9a-f]{40,})/)
  if (rest.length === 0) return first

  const [hash, ...after] = rest
  return (
    <>
      {first}
      <span className="mono">{hash}</span>
      <Detail text={after.join('')} />
    </>
  )
}
