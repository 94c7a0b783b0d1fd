import { acceptChallenge } from '@/lib/challenge/accept'
import { confirmChallenge } from '@/lib/challenge/confirm'
import { createChallenge } from '@/lib/challenge/create'
import { getIntent } from '@/lib/challenge/get-intent'
import { CreateChallenge } from '@/lib/challenge/schemas'
import { sendChallenge } from '@/lib/challenge/send'
import type { Outcome } from '@/lib/challenge/state'
import { verifyChallenge } from '@/lib/challenge/verify'
import { currentTime } from '@/lib/clock'
import { systemContext } from '@/lib/context'
import { pkhDid } from '@/lib/proof/did'
import type { Person } from './people'

/** The wallets of tests hold 100 ETH: half an ETH is there, a thousand are not. */
export const ENOUGH = (5n * 10n ** 17n).toString()
export const TOO_MUCH = (1000n * 10n ** 18n).toString()

export type Body = Record<string, unknown>
type Answer = Awaited<ReturnType<typeof createChallenge>>

/** `person`, now. */
export function as(person: Person, now = currentTime()): Person['ctx'] {
  return { ...person.ctx, now }
}

/** A GATEKEEPER body asking the counterparty to hold `minBalance` wei. */
export function gatekeeperBody(minBalance = ENOUGH, over: Body = {}): Body {
  const check = { asset_type: 'NATIVE', min_balance: minBalance, currency_symbol: 'ETH' }
  return {
    mode: 'GATEKEEPER',
    title: 'Bike for 0.4 ETH',
    description: 'Blue, 54 cm.',
    gatekeeper_requirements: { counterparty: { network: 'local', funds_checks: [check] } },
    ...over,
  }
}

export const didOf = (person: Person) => pkhDid(person.ctx.actor.wallet.chainId, person.address)

export const draft = (creator: Person, body: Body = gatekeeperBody()) =>
  createChallenge(as(creator), CreateChallenge.parse(body))

type Ask = {
  action?: 'send' | 'accept' | 'confirm' | 'extend' | 'cancel' | 'counter' | 'split' | 'moderate' | 'vote'
  outcome?: Outcome
  creator_bps?: number
  until?: Date
  changes?: object
  invite?: string | undefined
}

/** Asks for a text and signs it, as a wallet would. */
export async function sign(person: Person, id: string, ask: Ask = {}, now?: Date) {
  const { typed_data } = await getIntent(as(person, now), { id, ...ask } as Parameters<typeof getIntent>[1])
  const { types, primaryType, domain, message } = typed_data
  return person.account.signTypedData({ types, primaryType, domain, message } as Parameters<
    Person['account']['signTypedData']
  >[0])
}

export async function sentChallenge(creator: Person, body?: Body): Promise<Answer> {
  const { id } = await draft(creator, body)
  return sendChallenge(as(creator), { id, signature: await sign(creator, id, { action: 'send' }) })
}

export const inviteOf = (challenge: { invite_url?: string }) => challenge.invite_url?.split('/').at(-1)

export async function acceptedChallenge(creator: Person, counterparty: Person, body?: Body) {
  const sent = await sentChallenge(creator, body)
  const invite = inviteOf(sent)
  const signature = await sign(counterparty, sent.id, { action: 'accept', invite })
  return acceptChallenge(as(counterparty), { id: sent.id, signature, invite })
}

export async function lockedChallenge(creator: Person, counterparty: Person, body?: Body) {
  const { id } = await acceptedChallenge(creator, counterparty, body)
  return verifyChallenge(systemContext('test'), { id })
}

export async function confirmBy(person: Person, id: string, outcome: Outcome = 'FULFILLED') {
  return confirmChallenge(as(person), {
    id,
    outcome,
    signature: await sign(person, id, { action: 'confirm', outcome }),
  })
}
