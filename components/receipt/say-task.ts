import type { ReceiptView } from './types'

/** Pure: a task's receipt by what was to be done. The words are its parties’ own. */
export function headTask({ task, subject }: ReceiptView['receipt']): string {
  return task?.intent_type ? `Task: ${task.intent_type}` : `Task ${subject}`
}

/** What the desk reads of a task's metrics; the rest is kept and shown as it is (domain §6). */
const METRIC_NAMES: Record<string, string> = {
  latency_ms: 'Took, in ms',
  agreed_latency_ms: 'Agreed, in ms',
  cost: 'Cost',
  max_cost: 'Most it might cost',
}

/** Pure: the metrics of a task as rows of text, those that count first. */
export function listMetrics(metrics: Record<string, unknown>): (readonly [name: string, value: string])[] {
  const known = Object.keys(METRIC_NAMES).filter((name) => name in metrics)
  const others = Object.keys(metrics).filter((name) => !(name in METRIC_NAMES))
  return [...known, ...others].map((name) => [METRIC_NAMES[name] ?? name, toText(metrics[name])] as const)
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

/** Pure: credits as people count them: 1 credit = 1 000 atomic. */
export function sayCredits(atomic: string | bigint): string {
  const whole = BigInt(atomic)
  const fraction = (whole % 1_000n).toString().padStart(3, '0').replace(/0+$/, '')
  return `${whole / 1_000n}${fraction ? `.${fraction}` : ''}`
}
