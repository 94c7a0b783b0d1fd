import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { singleton } from '@/lib/singleton'
import { requestsOf } from '@/lib/telemetry/requests'
import { DESK_METRICS, type Sample, unitOf } from './desk-metrics'

export const PROMETHEUS_TEXT = 'text/plain; version=0.0.4; charset=utf-8'

/** What Node tells of this process; begun at the first scrape, since it costs a little all the time. */
function processRegistry(): Registry {
  return singleton('process-metrics', () => {
    const registry = new Registry()
    collectDefaultMetrics({ register: registry })
    return registry
  })
}

/** This process's own numbers and `samples`, in Prometheus's text format. */
export async function expose(samples: readonly Sample[]): Promise<string> {
  const parts = [registryOf(samples), requestsOf().registry, processRegistry()].map((registry) => registry.metrics())
  return withUnits(withoutNothing((await Promise.all(parts)).join('\n')))
}

function registryOf(samples: readonly Sample[]): Registry {
  const registry = new Registry()
  for (const [name, { help, labels }] of Object.entries(DESK_METRICS)) {
    const own = samples.filter((sample) => sample.name === name)
    if (own.length === 0) continue
    const gauge = new Gauge({ name, help, labelNames: labels, registers: [registry] })
    for (const sample of own) gauge.set({ ...sample.labels }, sample.value)
  }
  return registry
}

/** OpenMetrics says a metric's unit in a line of its own; the older format takes it as a comment. */
function withUnits(text: string): string {
  return text.replace(/^# TYPE (\S+) .*$/gm, (line, name: string) => {
    const unit = unitOf(name)
    return unit ? `${line}\n# UNIT ${name} ${unit}` : line
  })
}

/** What has not been measured yet is left out: prom-client writes it in a way the format does not know. */
function withoutNothing(text: string): string {
  return text.replace(/^[^#].* Nan\n/gm, '')
}
