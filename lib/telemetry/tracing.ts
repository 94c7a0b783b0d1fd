import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { singleton } from '@/lib/singleton'

export type Attributes = Readonly<Record<string, string | number | boolean>>

export type SpanOf = {
  name: string
  /** server: a call that came in; consumer: a job; client: something sent out; internal: anything else. */
  kind: 'server' | 'consumer' | 'client' | 'internal'
  attributes: Attributes
  /** A W3C traceparent that came with it. */
  parent?: string | null
}

/** Adds to a span what is known only at its end. */
export type Note = (attributes: Attributes) => void

/** Spans as lib/telemetry/otel.ts makes them. */
export type Tracing = {
  inSpan<T>(span: SpanOf, work: (note: Note) => Promise<T>): Promise<T>
  traceparent(): string | undefined
  stop(): Promise<void>
}

const holder = () => singleton('tracing', () => ({ tracing: undefined as Tracing | undefined }))

/**
 * Sends spans to OTEL_EXPORTER_OTLP_ENDPOINT from now on. Without one nothing of OpenTelemetry is loaded, and a span costs
 * a look at a variable.
 */
export async function startTracing(role: 'web' | 'worker'): Promise<void> {
  const endpoint = env().OTEL_EXPORTER_OTLP_ENDPOINT
  if (!endpoint || holder().tracing) return
  const { openTracing } = await import('./otel')
  holder().tracing = openTracing(endpoint, role)
  log.info('sending traces')
}

/** Sends what is left. Never throws. */
export async function stopTracing(): Promise<void> {
  const { tracing } = holder()
  holder().tracing = undefined
  await tracing?.stop().catch((err: unknown) => log.warn({ err }, 'the last traces could not be sent'))
}

/** Whether spans are made: for work that is only needed for them. */
export function isTracing(): boolean {
  return holder().tracing !== undefined
}

/** Runs `work` in a span of its own, under the one it is called in or under `parent`. A throw marks the span as failed. */
export function inSpan<T>(span: SpanOf, work: (note: Note) => Promise<T>): Promise<T> {
  const { tracing } = holder()
  return tracing ? tracing.inSpan(span, work) : work(ignore)
}

/** The current span as a W3C traceparent, to be handed on with a job. */
export function currentTraceparent(): string | undefined {
  return holder().tracing?.traceparent()
}

function ignore(): void {}
