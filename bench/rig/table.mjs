/** Whether a figure's result is what it should be, aim by aim. */
export function judge({ aim }, { ours, bare, ratio }) {
  const checks = [
    [`ratio ≥ ${aim.ratio}`, ratio >= aim.ratio],
    ...(aim.perSecond ? [[`≥ ${aim.perSecond}/s`, ours.perSecond >= aim.perSecond]] : []),
    ...(aim.p99 ? [[`p99 < ${aim.p99} ms`, ours.p99 < aim.p99]] : []),
    ['no errors', ours.errors === 0 && bare.errors === 0],
  ]
  return checks.map(([what, reached]) => ({ what, reached }))
}

const columns = ['figure', 'ours/s', 'bare/s', 'ratio', 'p50 ms', 'p99 ms', 'cpu µs', 'errors', 'aim']

/** The results as a Markdown table; of times and errors ours stand first and the baseline's behind the stroke. */
export function toTable(results) {
  const rows = results.map(({ figure, result }) => {
    const { ours, bare, ratio } = result
    const pair = (one, digits = 1) => `${one(ours).toFixed(digits)} / ${one(bare).toFixed(digits)}`
    const aims = judge(figure, result).map(({ what, reached }) => `${what} ${reached ? 'reached' : 'NOT REACHED'}`)
    const digits = ours.p50 < 1 ? 3 : 1
    return [
      figure.title,
      ours.perSecond.toFixed(0),
      bare.perSecond.toFixed(0),
      ratio.toFixed(2),
      pair(({ p50 }) => p50, digits),
      pair(({ p99 }) => p99, digits),
      ours.cpuPerCall ? pair(({ cpuPerCall }) => cpuPerCall, 0) : '',
      pair(({ errors }) => errors, 0),
      aims.join('; '),
    ]
  })
  return drawTable({ columns, rows })
}

/** Columns and rows of text as a Markdown table. */
export function drawTable({ columns, rows }) {
  const widths = columns.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i].length)))
  const line = (cells) => `| ${cells.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`
  return [line(columns), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}
