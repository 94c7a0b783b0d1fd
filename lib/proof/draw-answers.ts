import type { ReceiptDraw, Statement } from './bundle'
import { domainSchema } from './bundle'
import type { ChainReader } from './chain-reader'
import { parseDid } from './did'
import {
  addressField,
  chainIdField,
  decimalField,
  didField,
  hashField,
  hexField,
  uint32Field,
  uintField,
} from './fields'
import type { Hex } from './hash'
import { isKnownTask } from './links/receipt'
import { checkTaskSeed, type RepeatedRound, repeatDraw } from './links/task-draw'
import type { TaskFacts } from './links/task-facts'
import { checkStatementsOf } from './links/task-statements'
import { LEAF_KINDS } from './merkle'
import { receiptId, receiptSchema } from './receipt'
import { exitOf, type Link, linkOf, rules, unverifiable } from './report'
import { type Recover, recoverSigner } from './signature'
import { z } from './zod'

/**
 * What a desk answers anybody (api.md): a receipt, its committee, the rosters it was drawn from, and the batches they stand
 * in. Fields that the draw does not rest on are not read.
 */
const caip2Field = z
  .string()
  .regex(/^eip155:[1-9][0-9]{0,15}$/)
  .transform((text) => Number(text.slice('eip155:'.length)))
  .pipe(chainIdField)

const messageField = z.object({
  title: z.string(),
  receipt: hashField,
  round: uint32Field,
  statement: z.string(),
  score: uint32Field.optional(),
  confidence: uint32Field.optional(),
  evidenceHash: hashField,
})

const receiptAnswer = z.object({
  receipt: receiptSchema,
  attestations: z.array(
    z.object({
      role: z.enum(['client', 'provider', 'member']),
      signer: didField,
      domain: domainSchema,
      message: messageField,
      signature: hexField,
    }),
  ),
  anchor: z.object({ chain_id: caip2Field, root: hashField.nullable() }),
})

const seatsField = z.array(z.object({ member: addressField, attempt: uint32Field }))

const roundAnswer = z.object({
  round: uint32Field,
  kind: z.enum(['DRAW', 'REDRAW', 'APPEAL']),
  k: uintField,
  m: uintField,
  epoch: uintField.nullable(),
  roster_root: hashField.nullable(),
  randomness: z.object({ block_number: uintField, block_hash: hashField.nullable() }).nullable(),
  seed: hashField.nullable(),
  excluded: z.array(z.object({ member: addressField, reason: z.string() })),
  committee: seatsField,
})
const committeeAnswer = z.object({ rounds: z.array(roundAnswer).max(10) })

const rosterAnswer = z.object({
  epoch: uintField,
  roster_root: hashField,
  total_weight: decimalField(),
  rows: z.array(z.object({ id: z.string(), weight: decimalField() })).max(10_000),
  anchor: z.object({ root: hashField.nullable() }),
})

const batchAnswer = z.object({
  root: hashField,
  state: z.string(),
  chain_id: caip2Field,
  eas: addressField,
  tx_hash: hashField.nullable(),
  block_number: uintField.nullable(),
  block_time: z.string().nullable(),
  leaf: z.object({ kind: z.enum(LEAF_KINDS), id: hashField, proof: z.array(hashField) }).optional(),
})

/** Reads `path` of the desk's API, such as `rosters/495000`; throws when it does not answer. */
export type AskDesk = (path: string) => Promise<unknown>

export type PublicDraw = {
  exit: 0 | 1 | 2
  links: Link[]
  rounds: (Pick<RepeatedRound, 'told'> & { seats: DrawnAgain[] })[]
}

/** A seat as the desk tells it, and as the draw gives it. Null: nobody told, or nobody drawn. */
export type DrawnAgain = { told: Seat | null; drawn: Seat | null; holds: boolean }
type Seat = { member: Hex; attempt: number }

/**
 * Draws every round of a receipt's committee again, from what a desk tells anybody and nothing else (domain §5). Rejects
 * when the desk does not answer, or not in the form that is published.
 */
export async function repeatPublicDraw(
  id: string,
  ask: AskDesk,
  chains: readonly ChainReader[],
  recover: Recover = recoverSigner,
): Promise<PublicDraw> {
  const [answer, committee] = await Promise.all([
    ask(`receipts/${id}`).then((value) => read('the receipt', receiptAnswer, value)),
    ask(`receipts/${id}/committee`).then((value) => read('the committee', committeeAnswer, value)),
  ])
  const { receipt, attestations } = answer
  if (!isKnownTask(receipt)) throw new Error('It is not the receipt of a task this version knows.')

  const isAsked = linkOf(
    'receipt',
    rules([[receiptId(receipt) === id, 'what the desk tells has another id']]),
    `its hash is ${id}`,
  )
  const draw = await readDraw(id as Hex, answer, committee, ask)
  if (!draw)
    return { ...conclude([isAsked, linkOf('draw', [unverifiable('no committee has been drawn yet')], '')]), rounds: [] }

  const facts: TaskFacts = {
    bundle: {
      statements: attestations.map(({ signer, ...rest }) => ({ ...rest, signer: signerOf(signer) })),
      anchor: draw.anchored.find(({ kind }) => kind === 'receipt')?.anchor ?? { state: 'pending' },
    },
    receipt,
    receiptId: id as Hex,
    client: receipt.task.client_did,
    provider: receipt.task.agent_did,
    draw,
    means: { recover, chains },
  }
  const { link, rounds } = repeatDraw(facts, draw)
  const links = [isAsked, link, await checkTaskSeed(facts, draw), ...(await checkStatementsOf(facts))]
  return { ...conclude(links), rounds: rounds.map(bySeat) }
}

const conclude = (links: Link[]) => ({ exit: exitOf(links), links })

const signerOf = (did: string) => (parseDid(did)?.address ?? did) as Statement['signer']

function bySeat({ told, drawn }: RepeatedRound): PublicDraw['rounds'][number] {
  const length = Math.max(told.seats.length, drawn?.seats.length ?? 0)
  const seats = Array.from({ length }, (_, index): DrawnAgain => {
    const [one, other] = [told.seats[index] ?? null, drawn?.seats[index] ?? null]
    return { told: one, drawn: other, holds: one?.member === other?.member && one?.attempt === other?.attempt }
  })
  return { told, seats }
}

function read<T>(what: string, schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Error(`${what} as the desk tells it cannot be read: ${issue?.path.join('.')}: ${issue?.message}`)
}

/** The draw as a bundle has it, from the desk's answers; null before the first. */
async function readDraw(
  id: Hex,
  { anchor }: z.infer<typeof receiptAnswer>,
  { rounds }: z.infer<typeof committeeAnswer>,
  ask: AskDesk,
): Promise<ReceiptDraw | null> {
  const drawn = rounds.flatMap((round) => {
    const { epoch, randomness, seed, committee } = round
    if (epoch === null || !randomness?.block_hash || seed === null) return []
    return [{ ...round, epoch, seed, committee, block: { ...randomness, block_hash: randomness.block_hash } }]
  })
  if (drawn.length === 0) return null

  const epochs = [...new Set(drawn.map(({ epoch }) => epoch))]
  const rosters = await Promise.all(
    epochs.map(async (epoch) => read('a roster', rosterAnswer, await ask(`rosters/${epoch}`))),
  )
  const leaves = await Promise.all([
    readLeaf(ask, anchor.root, 'receipt', id),
    ...rosters.map((roster) => readLeaf(ask, roster.anchor.root, 'roster', roster.roster_root)),
  ])
  const chainId = leaves.flat()[0]?.anchor.chain_id ?? anchor.chain_id
  return {
    receipt: id,
    rosters: rosters.map(({ epoch, roster_root, total_weight, rows }) => ({
      ...{ epoch, root: roster_root, total_weight },
      rows: rows.map((row) => ({ id: row.id, weight: row.weight })),
    })),
    rounds: drawn.map(({ round, kind, k, m, epoch, excluded, block, seed, committee }) => ({
      ...{ round, kind, k, m, roster: epoch, excluded, chain_id: chainId, ...block, seed },
      seats: committee.map(({ member, attempt }) => ({ member, attempt })),
    })),
    anchored: leaves.flat(),
  }
}

async function readLeaf(ask: AskDesk, root: Hex | null, kind: 'receipt' | 'roster', leaf: Hex) {
  if (root === null) return []
  const batch = read('a batch', batchAnswer, await ask(`anchors/${root}?leaf=${leaf}&kind=${kind}`))
  const { tx_hash, block_number, block_time, chain_id, eas } = batch
  if (batch.state !== 'FINAL' || !tx_hash || block_number === null || !block_time || !batch.leaf) return []
  const anchor = { state: 'FINAL' as const, chain_id, eas, root: batch.root, tx_hash, block_number, block_time }
  return [{ kind, id: leaf, proof: batch.leaf.proof, anchor }]
}
