import { advanceAnchor, announce, closeBatches } from '@/lib/anchor/anchor.job'
import { offchainRevocation } from '@/lib/attestation/offchain/revocation.job'
import { attestJob, hintJob } from '@/lib/attestation/send/attest.job'
import { readChainNewsJob } from '@/lib/chain/indexer/indexer.job'
import { expire, verifyParties, warnDeadline } from '@/lib/challenge/challenge.job'
import { drawPanel, replaceSilentSeats } from '@/lib/committee/case.job'
import { publishHourly } from '@/lib/committee/roster.job'
import { drawCommittee, endCommittee } from '@/lib/committee/round.job'
import { probe } from '@/lib/delivery/delivery.job'
import { eraseRest } from '@/lib/identity/erase/erase.job'
import { sendMessage } from '@/lib/notification/message.job'
import { askOracle } from '@/lib/oracle/oracle.job'
import type { Task } from '@/lib/queue/task'
import { finalizeDue } from '@/lib/receipt/finalize.job'
import { foldReputation } from '@/lib/reputation/reputation.job'
import { retentionJob } from '@/lib/retention/retention.job'
import { keepDeals, sendCalls } from '@/lib/stake/keeper/keeper.job'
import { followDealJob } from '@/lib/stake/stake.job'

/** Every kind of job this worker does. */
export const tasks: readonly Task[] = [
  expire,
  verifyParties,
  warnDeadline,
  closeBatches,
  advanceAnchor,
  announce,
  attestJob,
  hintJob,
  offchainRevocation,
  publishHourly,
  drawPanel,
  replaceSilentSeats,
  drawCommittee,
  endCommittee,
  askOracle,
  readChainNewsJob,
  followDealJob,
  keepDeals,
  sendCalls,
  probe,
  sendMessage,
  finalizeDue,
  retentionJob,
  foldReputation,
  eraseRest,
]
