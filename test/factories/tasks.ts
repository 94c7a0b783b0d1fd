import { currentTime } from '@/lib/clock'
import { drawRound } from '@/lib/committee/draw-round'
import { listRounds, saveSeats } from '@/lib/committee/round-store'
import type { DrawState } from '@/lib/committee/seed-block'
import { lockTask, updateTask } from '@/lib/committee/task-row'
import { systemContext } from '@/lib/context'
import { database } from '@/lib/db/client'
import { inTransaction } from '@/lib/db/transaction'
import { env } from '@/lib/env'
import { newId } from '@/lib/id'
import { pkhDid } from '@/lib/proof/did'
import { bytesOf, type Hex, keccakHex, sha256Hex } from '@/lib/proof/hash'
import { countersignedId, receiptId, type TaskReceipt } from '@/lib/proof/receipt'
import { buildStatement, statementBytes, statementDomain } from '@/lib/proof/statement'
import { draftTask } from '@/lib/proof/task-receipt.fixture'
import { typedData } from '@/lib/proof/typed-data'
import { submitReceipt } from '@/lib/receipt/submit'
import { SubmitBody } from '@/lib/receipt/task-schemas'
import { as } from './challenges'
import type { Person } from './people'

/** A side of a task: somebody with a wallet, or an agent with an Ed25519 key. */
export type TaskSide = Pick<Person, 'account' | 'address'> | KeySide
export type KeySide = { did: string; sign(bytes: Uint8Array): Hex }

type Over = Partial<Omit<TaskReceipt, 'task'>> & { task?: Partial<TaskReceipt['task']> }
type Task = {
  client: TaskSide
  provider: TaskSide
  over?: Over
  visibility?: 'link' | 'public' | 'parties'
  now?: Date
}

export const sideDid = (side: TaskSide) => ('did' in side ? side.did : pkhDid(31337, side.address))

/** The document of a finished task, not signed yet. */
export function taskDocument({ client, provider, over = {}, now = currentTime() }: Task): TaskReceipt {
  const { POU_K: k, POU_M: m } = env()
  const fresh = {
    subject: `job-${newId()}`,
    quorum: { kind: 'committee', k, m },
    issued_at: now.toISOString(),
  } as const
  return draftTask({ client: sideDid(client), provider: sideDid(provider) }, { ...fresh, ...over })
}

/** The body of `POST receipts`: the document, signed by both. */
export async function taskReceipt(task: Task): Promise<SubmitBody> {
  const draft = taskDocument(task)
  const signatures = await Promise.all(
    [task.client, task.provider].map(async (side) => ({
      did: sideDid(side),
      signature: await countersign(side, draft),
    })),
  )
  const signature_hashes = signatures.map(({ signature }) => sha256Hex(bytesOf(signature)))
  const receipt = { ...draft, signature_hashes, ...task.over, task: draft.task }
  return SubmitBody.parse({ receipt, signatures, visibility: task.visibility })
}

/** One side's word that this is what was done. */
export async function countersign(side: TaskSide, draft: TaskReceipt): Promise<Hex> {
  const domain = statementDomain(sideDid(side), env().ANCHOR_CHAIN)
  const message = buildStatement({ receipt: countersignedId(draft), round: 0, statement: 'COUNTERSIGNED' })
  if ('did' in side) return side.sign(statementBytes(domain, message))
  const question = typedData('ReceiptStatement', domain, message)
  return side.account.signTypedData(question as Parameters<Person['account']['signTypedData']>[0])
}

/** A task's receipt at the desk, waiting for its committee. */
export async function waitingReceipt(task: Omit<Task, 'client'> & { client: Person }): Promise<Hex> {
  const body = await taskReceipt(task)
  await submitReceipt(as(task.client, task.now), body)
  return receiptId(body.receipt)
}

type Seated = Omit<Task, 'client'> & { client: Person; auditors: readonly { address: Hex }[]; k?: number; m?: number }

/** The same with a committee that sits, without a draw: `auditors` in their order, k of m. */
export async function seatedReceipt(task: Seated): Promise<{ receipt: Hex; seats: Hex[] }> {
  const now = task.now ?? currentTime()
  const receipt = await waitingReceipt(task)
  const m = task.m ?? task.auditors.length
  const seats = task.auditors.slice(0, m).map(({ address }) => address)
  await seatRound(receipt, seats, { k: task.k ?? Math.floor(m / 2) + 1, now })
  return { receipt, seats }
}

/** Seats the round that waits with these members, whatever a draw would say. */
export async function seatRound(
  receipt: Hex,
  members: readonly Hex[],
  { k, now = currentTime() }: { k: number; now?: Date },
) {
  const { prisma: db, pool } = database()
  await inTransaction({ db, pool }, async (tx) => {
    const task = await lockTask(tx, receipt)
    const round = (await listRounds(tx, receipt)).find(({ state }) => state === 'WAITING')
    if (!task || !round) throw new Error('No round waits to be seated')

    const m = members.length
    await tx.committee.updateMany({ where: { receiptId: receipt, round: round.round }, data: { k, m, missing: 0 } })
    await saveSeats(tx, {
      ...{ receiptId: receipt, round: round.round, k, m, now },
      ...{ seedBlock: 1, blockHash: keccakHex('block'), seed: keccakHex('seed') },
      seats: members.map((member, attempt) => ({ member, attempt })),
      dueAt: new Date(now.getTime() + 86_400_000),
    })
    const status = task.status === 'AWAITING_COMMITTEE' ? 'PENDING' : task.status
    await updateTask(tx, { ...task, status, round: round.round, k, m })
  })
}

/** Draws the round that waits, as soon as the chain is far enough; anchor what waits first. */
export async function drawnRound(receipt: Hex, now = currentTime()): Promise<DrawState> {
  for (let tries = 0; tries < 100; tries++) {
    const state = await drawRound(systemContext('test', now), receipt)
    if (state !== 'waiting') return state
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('The committee was not drawn')
}
