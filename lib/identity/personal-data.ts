/** What becomes of a table's rows about a person. Words, for the guide and for the test that no table is forgotten. */
export type Handling = {
  /** The section of the export it is in, or why it is in none. */
  exported: string
  /** What erasing does to it, or why it stays. */
  erased: string
}

const SIGNED = 'stays: it was signed, and the other side relies on it'
const NOBODY = 'nobody’s: it names no person'
const PUBLIC = 'stays: it mirrors a public chain'

/** Every table of the desk. */
export const PERSONAL_DATA: Record<string, Handling> = {
  users: { exported: 'profile', erased: 'the name goes, the row stays marked' },
  wallets: { exported: 'wallets', erased: 'unlinked; the addresses stay with what they signed' },
  wallet_challenges: { exported: 'not: gone a day after they end', erased: 'gone a day after they end' },
  sessions: { exported: 'sessions', erased: 'ended; what browsers call themselves goes' },
  api_keys: { exported: 'api_keys', erased: 'revoked; their names go' },
  organizations: {
    exported: 'organizations',
    erased: 'the personal one loses its name; others stay, the person leaves',
  },
  memberships: { exported: 'organizations', erased: 'ended, but for the personal organization’s' },
  challenges: { exported: 'challenges', erased: `unsigned drafts and own references go; the rest ${SIGNED}` },
  challenge_revisions: { exported: 'challenges', erased: SIGNED },
  intents: { exported: 'challenges', erased: SIGNED },
  signing_texts: { exported: 'not: gone a day after they end', erased: 'gone a day after they end' },
  offers: { exported: 'challenges', erased: `responses lose their words; the rest ${SIGNED}` },
  challenge_events: { exported: 'challenges', erased: SIGNED },
  funds_proofs: { exported: 'funds_proofs', erased: 'stays: part of what was agreed; it holds no balance' },
  receipts: { exported: 'receipts', erased: SIGNED },
  anchor_batches: { exported: NOBODY, erased: NOBODY },
  anchor_leaves: { exported: NOBODY, erased: NOBODY },
  chain_transactions: { exported: 'not: the desk’s own', erased: 'stays: the desk’s own' },
  chains: { exported: NOBODY, erased: NOBODY },
  events: { exported: 'events', erased: 'the personal organization’s go; a shared one’s are its own' },
  event_subjects: { exported: 'events', erased: 'the personal organization’s go' },
  fan_out: { exported: NOBODY, erased: NOBODY },
  endpoints: {
    exported: 'endpoints',
    erased: 'the personal organization’s are emptied and closed, as is whatever wrote to the person',
  },
  deliveries: { exported: 'deliveries', erased: 'the personal organization’s go' },
  delivery_attempts: { exported: 'deliveries', erased: 'the personal organization’s go' },
  inbox_heads: { exported: 'not: where the inbox stands', erased: 'the personal organization’s go' },
  contacts: { exported: 'contacts', erased: 'gone' },
  messages: {
    exported: 'not: letters that were sent keep nothing of what was in them, but a keyed hash of where they went',
    erased: 'what waits is emptied',
  },
  stopped_addresses: {
    exported: 'not: a keyed hash of somebody nobody here knows',
    erased: 'stays: it keeps them from being written to',
  },
  audit_log: { exported: 'audit_log', erased: 'stays: it holds ids and no words, and is never changed' },
  log_lines: { exported: 'live_tail', erased: 'the personal organization’s go' },
  call_minutes: { exported: 'calls', erased: 'the personal organization’s go' },
  idempotency_keys: { exported: 'not: gone after a day', erased: 'gone' },
  rate_buckets: { exported: 'not: gone after minutes', erased: 'gone after minutes' },
  heartbeats: { exported: NOBODY, erased: NOBODY },
  downtimes: { exported: NOBODY, erased: NOBODY },
  feature_flags: { exported: NOBODY, erased: NOBODY },
  desk_keys: { exported: NOBODY, erased: NOBODY },
  deals: { exported: 'challenges', erased: PUBLIC },
  stakes: { exported: 'challenges', erased: PUBLIC },
  chain_cursors: { exported: NOBODY, erased: NOBODY },
  chain_blocks: { exported: NOBODY, erased: NOBODY },
  chain_events: { exported: 'not: public, on the chain', erased: PUBLIC },
  chain_calls: { exported: 'not: the desk’s own calls', erased: PUBLIC },
  rosters: { exported: 'not: public lists', erased: 'stays: panels were drawn from it' },
  cases: { exported: 'disputes', erased: 'the reason goes; hashes stay' },
  case_votes: { exported: 'votes', erased: SIGNED },
  evidence: { exported: 'disputes', erased: 'names and bytes go; hashes stay' },
  agents: {
    exported: 'agents',
    erased: 'the name and what it can do go; it is retired, its DID stays with what it signed',
  },
  agent_challenges: { exported: 'not: gone a day after they end', erased: 'gone a day after they end' },
  agent_stakes: { exported: 'agents', erased: PUBLIC },
  committees: { exported: 'not: who judges is drawn by lot and public', erased: 'stays: who decided is part of it' },
  receipt_attestations: {
    exported: 'attestations_on_receipts',
    erased: 'where the evidence lies goes; what was signed stays',
  },
  verdicts: { exported: NOBODY, erased: NOBODY },
  appeals: { exported: 'appeals', erased: 'the reason goes; the rest stays' },
  credit_accounts: { exported: 'credits', erased: 'stays: what is owed is owed' },
  credit_postings: { exported: 'credits', erased: 'stays: what is owed is owed' },
  reputation: { exported: 'reputation', erased: 'stays: it follows from public receipts' },
  reputation_entries: { exported: 'reputation', erased: 'stays: it follows from public receipts' },
  issuers: { exported: 'not: an organization’s own', erased: 'stays with its organization' },
  attestation_schemas: { exported: 'not: an organization’s own', erased: 'stays with its organization' },
  attestation_workflows: { exported: 'not: an organization’s own', erased: 'stays with its organization' },
  attestation_items: { exported: 'not: an organization’s own', erased: 'stays with its organization' },
  attestation_submissions: { exported: NOBODY, erased: NOBODY },
  attestations: {
    exported: 'not: public on the chain, or an organization’s own off it',
    erased: 'stays: on the chain for everybody, off it with its organization',
  },
  attestation_chains: { exported: NOBODY, erased: NOBODY },
  attestation_scans: { exported: NOBODY, erased: NOBODY },
  chain_hints: { exported: NOBODY, erased: NOBODY },
  committee_seats: { exported: 'seats', erased: 'stays: who decided a dispute is part of it' },
}
