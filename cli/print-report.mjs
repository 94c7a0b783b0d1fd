import { withoutControls } from './without-controls.mjs'

const WORDS = {
  proven: { sign: '✓', word: 'proven', color: 32 },
  claimed: { sign: '~', word: 'claimed', color: 36 },
  broken: { sign: '✗', word: 'broken', color: 31 },
  unverifiable: { sign: '?', word: 'cannot verify', color: 33 },
}

/** The report for a person: one line a link, then what to mind and what it comes to. Colour only on a terminal. */
export function printReport(made) {
  const report = withoutControls(made)
  const lines = [
    ...headOf(report),
    ...linesOf(report.links),
    '',
    ...report.warnings.map((warning) => `! ${warning}`),
    report.as_of,
    conclude(report),
  ]
  console.log(lines.join('\n'))
}

/** One line a link. */
export function printLinks(links) {
  console.log(linesOf(withoutControls(links)).join('\n'))
}

function linesOf(links) {
  const width = Math.max(...links.map(({ name }) => name.length))
  return links.map(({ name, verdict, detail }) => `${signOf(verdict)}  ${name.padEnd(width)}  ${detail}`)
}

function signOf(verdict) {
  const { sign, word, color } = WORDS[verdict]
  const text = `${sign} ${word.padEnd(13)}`
  return process.stdout.isTTY && !process.env.NO_COLOR ? `\u001b[${color}m${text}\u001b[0m` : text
}

function headOf({ receipt_id, outcome, parties }) {
  if (!receipt_id) return []
  const rows = [['receipt', receipt_id], ['outcome', outcome ?? 'none'], ...parties.map(({ role, did }) => [role, did])]
  const width = Math.max(...rows.map(([name]) => name.length))
  return [...rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`), '']
}

function conclude({ exit, links }) {
  const named = (verdict) =>
    links
      .filter((link) => link.verdict === verdict)
      .map(({ name }) => name)
      .join(', ')
  if (exit === 1) return `Broken: ${named('broken')}.`
  if (exit === 2) return `Cannot verify: ${named('unverifiable')}.`
  return 'Nothing is broken, and all that can be proven here is proven.'
}
