import { withSubmitterLock } from '@/lib/chain/send/submitter-lock'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { inTransaction } from '@/lib/db/transaction'
import { log } from '@/lib/log'
import { configuredSending } from '../attest-chain'
import { enqueueAttest } from '../enqueue-attest'
import type { Refusal } from '../sift'
import { findIssuer, findSubmission, noteTransaction } from '../store'
import { type Broker, configuredBroker, type Incoming } from './broker'
import { giveUp } from './hand-over'
import { DEAD_LETTERS, parseReport, RESULTS, type Report, submissionOfDead } from './message'

/** As many in one look; the next one goes on. */
const MOST = 500

type Sendings = typeof configuredSending

/** Reads what executors report, and what they left unread. What a killed worker did not finish comes again. */
export async function readReports(
  ctx: Ctx,
  broker: Broker | null = configuredBroker(),
  sendingOf: Sendings = configuredSending,
): Promise<void> {
  if (!broker) return
  await drain(broker, RESULTS, async ({ content }) => {
    const report = parseReport(content)
    if (report) await applyReport(ctx, report, sendingOf)
    else log.warn('a message in eas.results is none of ours')
  })
  await drain(broker, DEAD_LETTERS, async ({ content, reason }) => {
    const id = submissionOfDead(content)
    if (id) await bury(ctx, id, deadLetter(reason), sendingOf)
  })
}

/** What fails goes back into its queue when the others are read, so that the next look has it again. */
async function drain(
  broker: Broker,
  queue: typeof RESULTS | typeof DEAD_LETTERS,
  take: (message: Incoming) => Promise<void>,
): Promise<void> {
  const failed: Incoming[] = []
  try {
    for (let count = 0; count < MOST; count++) {
      const message = await broker.next(queue)
      if (!message) return
      await take(message).then(message.done, (err) => {
        if (!(err instanceof Busy)) log.warn({ err, queue }, 'a message of an executor could not be dealt with')
        failed.push(message)
      })
    }
  } finally {
    for (const message of failed) message.again()
  }
}

/** Another worker is looking after that chain: the message waits. */
class Busy extends Error {}

/** Where it was sent is where the desk looks; what an executor says of the outcome is not believed. */
async function applyReport(ctx: Ctx, report: Report, sendingOf: Sendings): Promise<void> {
  if ('error' in report) {
    const refusal = { name: 'EXECUTOR', sentence: `The executor says: ${report.error.slice(0, 300)}` }
    return bury(ctx, report.correlationId, refusal, sendingOf)
  }
  const found = await findExecuted(ctx, report.correlationId)
  if (!found) return
  await inTransaction({ db: ctx.db, pool: ctx.pool }, async (tx) => {
    await noteTransaction(tx, found.submission.id, report.txHash, ctx.now)
    await enqueueAttest(tx, found.submission.chainId)
  })
}

function deadLetter(reason: string | null): Refusal {
  return reason === 'expired'
    ? { name: 'DEAD_LETTER', sentence: 'No executor took it from its queue within five minutes.' }
    : { name: 'DEAD_LETTER', sentence: 'The executor refused the message.' }
}

/** It ends, while nobody else looks after its chain. What names a transaction is on its way: the chain says how it ends. */
async function bury(ctx: Ctx, id: string, refusal: Refusal, sendingOf: Sendings): Promise<void> {
  const named = await findExecuted(ctx, id)
  if (!named) return
  const { chainId } = named.submission
  const done = await withSubmitterLock(ctx.pool, { chainId, signer: 'attestations' }, async () => {
    const found = await findExecuted(ctx, id)
    if (!found || found.submission.txHash) return
    await giveUp(ctx, found.submission, found.issuer, sendingOf(chainId).chain, refusal)
  })
  if (done === 'busy') throw new Busy()
  await enqueueAttest(sqlOver(ctx.pool), chainId)
}

/** A submission executors still have to do with; null for anything else somebody may name. */
async function findExecuted(ctx: Ctx, id: string) {
  const sql = sqlOver(ctx.pool)
  const submission = await findSubmission(sql, id)
  if (!submission || (submission.state !== 'QUEUED' && submission.state !== 'SUBMITTED')) return null
  const issuer = await findIssuer(sql, submission.issuerId)
  return issuer?.kind === 'EXECUTOR' ? { submission, issuer } : null
}
