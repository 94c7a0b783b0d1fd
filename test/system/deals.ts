import type { Challenge, Client } from './client'

const PATIENCE_MS = 30_000

/** Wallets of tests hold 100 ETH: half an ETH is there, a million are not. */
export const ENOUGH = (5n * 10n ** 17n).toString()
export const TOO_MUCH = (10n ** 24n).toString()

/** A GATEKEEPER body that asks its counterparty to hold `minBalance` wei. */
export function gatekeeper(minBalance = ENOUGH, over: object = {}) {
  const check = { asset_type: 'NATIVE', min_balance: minBalance, currency_symbol: 'ETH' }
  return {
    mode: 'GATEKEEPER',
    title: 'A bicycle',
    description: 'Blue, 54 cm.',
    gatekeeper_requirements: { counterparty: { network: 'local', funds_checks: [check] } },
    ...over,
  }
}

export const drafted = (creator: Client, body: object = gatekeeper()) => creator.post<Challenge>('/challenges', body)

export async function sent(creator: Client, body?: object): Promise<Challenge> {
  const { id } = await drafted(creator, body)
  return creator.post(`/challenges/${id}/send`, { signature: await creator.sign(id, { action: 'send' }) })
}

/** The token in the link that the creator hands on. */
export const inviteOf = (challenge: Challenge) => challenge.invite_url?.split('/').at(-1)

export async function accepted(creator: Client, counterparty: Client, body?: object): Promise<Challenge> {
  const challenge = await sent(creator, body)
  const invite = inviteOf(challenge)
  const signature = await counterparty.sign(challenge.id, { action: 'accept', invite })
  return counterparty.post(`/challenges/${challenge.id}/accept`, { signature, invite })
}

/** Asks for the checks once, and says where that leads; the worker may be first. */
export async function checkedOnce(party: Client, id: string): Promise<Challenge> {
  await party.call('POST', `/challenges/${id}/verify`)
  return party.get(`/challenges/${id}`)
}

/** Asks for the checks until they have come to something: a node that is busy for a moment proves nothing either way. */
export async function checked(party: Client, id: string): Promise<Challenge> {
  for (const end = Date.now() + PATIENCE_MS; ; await new Promise((resume) => setTimeout(resume, 200))) {
    const challenge = await checkedOnce(party, id)
    if (challenge.status !== 'AWAITING_GATEKEEPER' || Date.now() > end) return challenge
  }
}

export async function locked(creator: Client, counterparty: Client, body?: object): Promise<Challenge> {
  const { id } = await accepted(creator, counterparty, body)
  const challenge = await checked(counterparty, id)
  if (challenge.status !== 'INTENT_LOCKED') throw new Error(`${challenge.status} ${challenge.reason?.text ?? ''}`)
  return challenge
}

/** What `party` sends to confirm: the outcome, signed. */
export async function confirmation(party: Client, id: string, outcome = 'FULFILLED') {
  return { outcome, signature: await party.sign(id, { action: 'confirm', outcome }) }
}

export async function completed(creator: Client, counterparty: Client, body?: object): Promise<Challenge> {
  const { id } = await locked(creator, counterparty, body)
  await creator.post(`/challenges/${id}/confirm`, await confirmation(creator, id))
  return counterparty.post(`/challenges/${id}/confirm`, await confirmation(counterparty, id))
}
