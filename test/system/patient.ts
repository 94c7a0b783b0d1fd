import { setTimeout as sleep } from 'node:timers/promises'
import { type Challenge, type Client, Refused } from './client'
import { confirmation, gatekeeper, inviteOf } from './deals'

const PAUSE_MS = 100

/** A challenge both sides want to bring to its end, and what the desk has acknowledged of it with a 2xx. */
export type Deal = {
  creator: Client
  counterparty: Client
  /** Its reference and its Idempotency-Key. */
  name: string
  id: string | null
  /** The log heads of every 2xx answer to a call that changed something, in order. */
  acknowledged: string[]
}

/**
 * Two programs that do not give up: they look where the challenge stands, do what is next, and when no answer comes or
 * the desk cannot, look again. Resolves when it is COMPLETED; throws on any refusal they did not bring on themselves.
 */
export async function bringToEnd(deal: Deal): Promise<void> {
  deal.id = (await patiently(() => create(deal))).id
  for (;;) {
    const challenge = await patiently(() => deal.creator.get<Challenge>(`/challenges/${deal.id}`))
    if (challenge.status === 'COMPLETED') return
    await takeStep(deal, challenge).catch(orPause)
  }
}

async function create({ creator, name, acknowledged }: Deal): Promise<Challenge> {
  const ask = { headers: { 'idempotency-key': name } }
  const made = await creator.post<Challenge>('/challenges', gatekeeper(undefined, { external_id: name }), ask)
  acknowledged.push(made.log_head)
  return made
}

async function takeStep(deal: Deal, challenge: Challenge): Promise<void> {
  const { creator, counterparty } = deal
  const { status } = challenge
  if (status === 'DRAFT') return act(deal, creator, 'send')
  if (status === 'AWAITING_COUNTERPARTY') return act(deal, counterparty, 'accept', { invite: inviteOf(challenge) })
  if (status === 'AWAITING_GATEKEEPER') return askForChecks(deal)
  if (status !== 'INTENT_LOCKED') throw new Error(`The challenge is ${status} (${challenge.reason?.text})`)

  const hasConfirmed = (role: string) => challenge.offers.some((offer) => offer.role === role)
  const next = hasConfirmed('creator') ? counterparty : creator
  await acknowledge(deal, next, 'confirm', await confirmation(next, challenge.id))
}

async function act(deal: Deal, party: Client, action: string, more: { invite?: string | undefined } = {}) {
  const signature = await party.sign(deal.id ?? '', { action, ...more })
  await acknowledge(deal, party, action, { signature, ...more })
}

/** The worker does this too, and one of the two comes second. */
async function askForChecks(deal: Deal): Promise<void> {
  await acknowledge(deal, deal.counterparty, 'verify', {}).catch((error: unknown) => {
    if (!(error instanceof Refused && error.answer.body.code === 'E3014')) throw error
  })
}

async function acknowledge(deal: Deal, party: Client, action: string, body: object): Promise<void> {
  const answer = await party.post<Challenge>(`/challenges/${deal.id}/${action}`, body)
  deal.acknowledged.push(answer.log_head)
}

/** Until it is answered. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      await orPause(error)
    }
  }
}

/** What time mends is waited for: no connection, a desk that says it cannot now, a key still held by a call that died. */
async function orPause(error: unknown): Promise<void> {
  const isHeld = error instanceof Refused && error.answer.status === 409 && error.answer.body.code === 'E9009'
  const isPassing = error instanceof Refused ? error.answer.status >= 500 || isHeld : isCutOff(error)
  if (!isPassing) throw error
  await sleep(PAUSE_MS)
}

/** What fetch throws when no answer came, or only a part of one. */
function isCutOff(error: unknown): boolean {
  return error instanceof TypeError && /fetch failed|terminated/.test(error.message)
}
