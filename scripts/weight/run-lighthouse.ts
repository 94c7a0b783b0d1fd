import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { BROWSER_ARGUMENTS } from '../../e2e/find-chromium'

const run = promisify(execFile)

/** Out of the tree: it brings hundreds of packages, and only this command needs it. */
const LIGHTHOUSE = 'lighthouse@12.8.2'
const CATEGORIES = ['performance', 'accessibility'] as const
const METRICS = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift']

export type Scores = { url: string; performance: number; accessibility: number; metrics: string; failed: string[] }

/** Medians of several runs as a slow phone on a slow network sees the page, which is lighthouse's own default. */
export async function scorePage(url: string, { chromium, folder, runs }: Options): Promise<Scores> {
  const reports: Report[] = []
  for (let turn = 0; turn < runs; turn++) reports.push(await runOnce(url, chromium, path.join(folder, 'report.json')))

  const scoreOf = (name: (typeof CATEGORIES)[number]) =>
    median(reports.map(({ categories }) => Math.round(categories[name].score * 100)))
  const metric = (id: string) =>
    `${id} ${Math.round(median(reports.map(({ audits }) => audits[id]?.numericValue ?? 0)) * 100) / 100}`
  const failed = new Set(reports.flatMap(({ categories, audits }) => failedOf(categories.accessibility, audits)))
  return {
    url,
    performance: scoreOf('performance'),
    accessibility: scoreOf('accessibility'),
    metrics: METRICS.map(metric).join(', '),
    failed: [...failed],
  }
}

type Options = { chromium: string; folder: string; runs: number }
type Category = { score: number; auditRefs: { id: string; weight: number }[] }
type Report = {
  categories: Record<(typeof CATEGORIES)[number], Category>
  audits: Record<string, { score: number | null; numericValue?: number; title: string }>
}

async function runOnce(url: string, chromium: string, file: string): Promise<Report> {
  const flags = ['--headless=new', ...BROWSER_ARGUMENTS].join(' ')
  const asked = [`--only-categories=${CATEGORIES.join(',')}`, '--output=json', `--output-path=${file}`]
  const args = ['--yes', LIGHTHOUSE, url, ...asked, '--quiet', '--no-enable-error-reporting', `--chrome-flags=${flags}`]
  await run('npx', args, { env: { ...process.env, CHROME_PATH: chromium }, timeout: 180_000 })
  return JSON.parse(readFileSync(file, 'utf8'))
}

function failedOf({ auditRefs }: Category, audits: Report['audits']): string[] {
  return auditRefs.filter(({ id, weight }) => weight > 0 && audits[id]?.score === 0).map(({ id }) => id)
}

/** Pure: the one in the middle. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
