import { AppError } from '@/lib/errors'
import { FAMILIES } from '@/lib/proof/statement'
import type { Identity, JudgedTask, Judgement, JudgeRole } from './attestation'
import { partyKeyOf } from './party-key'

/** Who says it, under which name. */
export type Speaker = { role: JudgeRole; did: string; member: Identity['member'] | null }

type Question = {
  task: JudgedTask
  userId: string
  /** Of the caller, the best first. */
  identities: readonly Identity[]
  type: Judgement
  /** The name they want to sign with. */
  did?: string | undefined
  /** The round they signed for. */
  round?: number | undefined
}

/**
 * Pure: the caller as whoever may make this statement (domain §5): the client says whether the result was taken, seated
 * members of the present round judge the work, and its provider says nothing. Throws E7002 for everybody else, whatever
 * the receipt's status.
 */
export function requireSpeaker(question: Question): Speaker {
  const { task, round } = question
  const isOutcome = FAMILIES[question.type] === 'OUTCOME'
  if (isSameParty(question, task.providerDid, task.providerUserId)) {
    throw refused('Nobody judges their own work, under any of their names.')
  }
  const speaker = isOutcome ? requireClient(question) : requireMember(question)
  if (round !== undefined && round !== task.round) {
    throw refused('You signed for another round. Ask for the text again and sign that.')
  }
  return speaker
}

/** Pure: E9004 unless the statement can be made now: its receipt is open and, of a member, the committee sits. */
export function requireOpen(task: JudgedTask, { role }: Speaker): void {
  const { status, committee } = task
  const isOpen =
    role === 'client' ? CLIENT_SPEAKS.has(status) : MEMBERS_SPEAK.has(status) && committee?.state === 'SEATED'
  if (isOpen) return
  throw new AppError('E9004', `This receipt is ${status}: statements on it are not taken now.`, { status: 409 })
}

const CLIENT_SPEAKS = new Set(['AWAITING_COMMITTEE', 'PENDING', 'APPEALED'])
const MEMBERS_SPEAK = new Set(['PENDING', 'APPEALED'])

function requireClient({ task, identities, did }: Question): Speaker {
  const key = partyKeyOf(task.clientDid)
  const isClient = identities.some((identity) => partyKeyOf(identity.did) === key)
  if (!isClient || (did !== undefined && partyKeyOf(did) !== key)) {
    throw refused('Only the client of this task says whether its result was accepted.')
  }
  return { role: 'client', did: task.clientDid, member: null }
}

function requireMember(question: Question): Speaker {
  const { task, identities, did } = question
  if (isSameParty(question, task.clientDid, task.clientUserId))
    throw refused('The client does not sit on the committee.')

  const seated = identities.filter(({ member }) => task.seats.includes(member))
  const own = did === undefined ? seated[0] : seated.find((identity) => identity.did === did)
  if (!own) {
    throw refused(
      did !== undefined && seated.length > 0
        ? `${did} is not the name you sit with on this committee.`
        : 'You do not sit on the committee of this receipt now.',
    )
  }
  return { role: 'member', did: own.did, member: own.member }
}

/** The same wallet on any chain, the same agent, or the same user. */
function isSameParty({ userId, identities }: Question, did: string, partyUserId: string | null): boolean {
  const key = partyKeyOf(did)
  return partyUserId === userId || identities.some((identity) => partyKeyOf(identity.did) === key)
}

function refused(why: string): AppError {
  return new AppError('E7002', why)
}
