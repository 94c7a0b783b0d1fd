/** One number of the desk: a metric's name, its labels and its value now. */
export type Sample = { name: string; labels: Readonly<Record<string, string>>; value: number }

type Metric = { help: string; labels: readonly string[] }

/**
 * Every metric that is read from the database or a chain at a scrape. They are gauges: what is counted of the last minutes
 * falls again, and every web process tells the same number, so rules take `max by`, never `sum` over processes.
 */
export const DESK_METRICS: Readonly<Record<string, Metric>> = {
  countersign_database_up: { help: 'Whether the database answered this scrape.', labels: [] },
  countersign_scrape_failures: { help: 'Readings of this scrape that failed or took too long.', labels: ['reading'] },
  countersign_queue_jobs: {
    help: 'Jobs in the queue: ready, later, running, or failed for good.',
    labels: ['task', 'state'],
  },
  countersign_queue_oldest_ready_seconds: {
    help: 'How long the oldest job that could run has been ready.',
    labels: [],
  },
  countersign_deliveries_open: { help: 'Deliveries that have not ended.', labels: ['kind', 'status'] },
  countersign_delivery_oldest_due_seconds: {
    help: 'How long the oldest delivery to an active endpoint has been due.',
    labels: ['kind'],
  },
  countersign_deliveries_dead: { help: 'Dead letters that nobody has brought back or removed.', labels: ['kind'] },
  countersign_deliveries_recent: {
    help: 'Deliveries of events of the last hour, by what came of them.',
    labels: ['kind', 'status'],
  },
  countersign_delivery_tries_recent: { help: 'Tries of the last 15 minutes, by how they ended.', labels: ['outcome'] },
  countersign_fan_out_waiting_events: { help: 'Events not yet given to endpoints, up to 10000.', labels: [] },
  countersign_fan_out_lag_seconds: { help: 'Age of the oldest event not yet given to endpoints.', labels: [] },
  countersign_confirmations_recent: {
    help: 'Deposits and anchors of the last day, by whether they were in a block for good within five minutes.',
    labels: ['what', 'within_5m'],
  },
  countersign_receipts_waiting: { help: 'Receipts that stand under no final root yet.', labels: [] },
  countersign_receipt_finalization_lag_seconds: { help: 'Age of the oldest receipt under no final root.', labels: [] },
  countersign_anchor_lag_seconds: { help: 'How long the oldest leaf has been waiting to be in a block.', labels: [] },
  countersign_chain_head_block: {
    help: 'The newest block of a chain, as its first provider to answer says.',
    labels: ['chain'],
  },
  countersign_chain_lag_blocks: { help: 'Blocks of a chain whose news have not been read.', labels: ['chain'] },
  countersign_submitter_low: {
    help: 'Whether the account that sends on a chain holds less than 0.01 of its coin.',
    labels: ['chain'],
  },
  countersign_wallet_proofs_recent: { help: 'Wallet proofs of the last hour, by result.', labels: ['result'] },
  countersign_funds_checks_recent: { help: 'Funds checks of the last hour, by result.', labels: ['result'] },
  countersign_endpoints: { help: 'Endpoints that are not deleted.', labels: ['kind', 'status'] },
  countersign_messages_recent: { help: 'Letters and texts of the last hour.', labels: ['channel', 'status'] },
  countersign_heartbeat_age_seconds: { help: 'Since when a process has not been heard of.', labels: ['role'] },
  countersign_sweep_age_seconds: { help: 'Since when a sweep has not run to its end.', labels: ['sweep'] },
  countersign_sweep_interval_seconds: { help: 'How often a sweep means to run.', labels: ['sweep'] },
  countersign_tail_lines_dropped: { help: 'Lines of the live tail this process dropped since it began.', labels: [] },
  countersign_calls_uncounted: { help: 'Calls this process could not count by minute since it began.', labels: [] },
  countersign_webhook_signature_failures: {
    help: 'Calls to the chain webhook this process refused for their signature or time since it began.',
    labels: [],
  },
  countersign_build_info: { help: 'The version that runs. Always 1.', labels: ['version'] },
}

const UNITS = ['seconds', 'bytes', 'blocks'] as const

/** Pure: the unit a metric's name ends in. */
export function unitOf(name: string): string | undefined {
  return UNITS.find((unit) => name.endsWith(`_${unit}`))
}
