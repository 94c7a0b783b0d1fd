import { looseLeaves, lostBlocks, unfinishedBatches } from '@/lib/anchor/anchor.sweep'
import { busyChains, executorReports, lostAttestations } from '@/lib/attestation/send/attest.job'
import { chainNews, localNews } from '@/lib/chain/indexer/indexer.sweep'
import { sweepDeadlines, sweepGatekeeper } from '@/lib/challenge/sweep'
import { silentPanels, undrawnCases } from '@/lib/committee/case.job'
import { missingRoster } from '@/lib/committee/roster.job'
import { dueCommittees, undrawnReceipts } from '@/lib/committee/round.job'
import { failingEndpoints } from '@/lib/delivery/delivery.job'
import { expiredLeases } from '@/lib/inbox/inbox.sweep'
import { localOracles, oracles } from '@/lib/oracle/oracle.job'
import { type Sweep, sweep } from '@/lib/queue/sweep'
import { everUnfolded, unfoldedReceipts } from '@/lib/reputation/reputation.job'
import { retention } from '@/lib/retention/retention.job'
import { keeper } from '@/lib/stake/keeper/keeper.sweep'
import { cleanUp } from './clean-up'
import { releaseDeadWorkers } from './liveness'
import { clearDeadJobs, limitBackoff } from './tend-jobs'

/** Every sweep and how often it runs. Each finds what is due and enqueues it; the jobs do the work. */
export const schedule: readonly Sweep[] = [
  sweep('deadlines', 2, sweepDeadlines),
  sweep('gatekeeper', 30, sweepGatekeeper),
  oracles,
  localOracles,
  looseLeaves,
  unfinishedBatches,
  lostBlocks,
  busyChains,
  executorReports,
  lostAttestations,
  localNews,
  chainNews,
  missingRoster,
  undrawnCases,
  silentPanels,
  undrawnReceipts,
  dueCommittees,
  keeper,
  failingEndpoints,
  expiredLeases,
  unfoldedReceipts,
  everUnfolded,
  sweep('dead-workers', 5, releaseDeadWorkers),
  sweep('backoff', 30, limitBackoff),
  sweep('dead-jobs', 60, clearDeadJobs),
  sweep('clean-up', 600, cleanUp),
  retention,
]
