import { type Context, context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import { VERSION } from '@/lib/http/version'
import type { Attributes, Note, SpanOf, Tracing } from './tracing'

const KINDS = {
  server: SpanKind.SERVER,
  consumer: SpanKind.CONSUMER,
  client: SpanKind.CLIENT,
  internal: SpanKind.INTERNAL,
} as const

/** Loaded only when there is somewhere to send spans to (tracing.ts). */
export function openTracing(endpoint: string, role: string): Tracing {
  const exporter = new OTLPTraceExporter({ url: tracesUrl(endpoint), timeoutMillis: 5_000 })
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': `countersign-${role}`, 'service.version': VERSION }),
    // Full, it drops what comes: a slow collector costs spans, never calls.
    spanProcessors: [new BatchSpanProcessor(exporter, { maxQueueSize: 4_096, scheduledDelayMillis: 1_000 })],
  })
  // Brings the context across awaits, and reads and writes W3C traceparents.
  provider.register()
  const tracer = provider.getTracer('countersign')

  return {
    inSpan: <T>(span: SpanOf, work: (note: Note) => Promise<T>) => {
      const options = { kind: KINDS[span.kind], attributes: { ...span.attributes } }
      return tracer.startActiveSpan(span.name, options, parentOf(span.parent), async (open) => {
        try {
          return await work((attributes: Attributes) => void open.setAttributes({ ...attributes }))
        } catch (error) {
          // Its name only: messages of libraries quote URLs and bodies.
          open.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'failed' })
          throw error
        } finally {
          open.end()
        }
      })
    },
    traceparent: () => {
      const carrier: Record<string, string> = {}
      propagation.inject(context.active(), carrier)
      return carrier.traceparent
    },
    stop: async () => {
      await provider.shutdown()
      for (const each of [trace, context, propagation]) each.disable()
    },
  }
}

function parentOf(traceparent: string | null | undefined): Context {
  return traceparent ? propagation.extract(ROOT_CONTEXT, { traceparent }) : context.active()
}

/** As the OTLP specification has it: the signal's path is added to the endpoint of all signals. */
function tracesUrl(endpoint: string): string {
  return endpoint.endsWith('/v1/traces') ? endpoint : `${endpoint.replace(/\/$/, '')}/v1/traces`
}
