import { APPEAL_SECONDS } from '@/lib/receipt/appeal-rules'
import { partyKeyOf } from '@/lib/receipt/party-key'
import type { ReceiptView, StatementView } from './types'

/** What somebody may do about a task's receipt now, most pressing first. */
export type Ask =
  /** The client says whether it took the result. */
  | { kind: 'accept' }
  /** A seated member judges the work. */
  | { kind: 'judge' }
  /** They may say besides whether it is safe; nobody waits for it. */
  | { kind: 'safety' }
  /** Either side may put it to another committee. */
  | { kind: 'appeal'; side: string; until: Date }

/** As what the viewer stands in a receipt. */
export type Viewer = {
  /** Party keys of the viewer: their wallets and agents. */
  names: readonly string[]
  /** The address they sit with in the present round; null when they do not. */
  seat: string | null
}

type Task = Pick<ReceiptView, 'receipt' | 'status'> & {
  statements: readonly Pick<StatementView, 'type' | 'role' | 'trial' | 'member'>[]
  /** 1 once it was appealed. */
  trial: 0 | 1
  /** When the standing verdict was made; null without one. */
  decidedAt: Date | null
  appealed: boolean
}

const CLIENT_SPEAKS = new Set(['AWAITING_COMMITTEE', 'PENDING', 'APPEALED'])
const MEMBERS_SPEAK = new Set(['PENDING', 'APPEALED'])
const DECIDED = new Set(['FINALIZED', 'FAILED'])

/** Pure: what this viewer is asked, by the rules the desk itself goes by (domain §5). */
export function whatIsAsked(task: Task, viewer: Viewer, now: Date): Ask[] {
  const { client, provider } = sidesOf(task.receipt)
  const isClient = viewer.names.includes(client)
  const isProvider = viewer.names.includes(provider)
  // The provider says nothing, under none of its names.
  return [
    ...(isClient && !isProvider ? askClient(task) : []),
    ...askMember(task, viewer),
    ...askSide(task, viewer, now),
  ]
}

function askClient({ status, statements, trial }: Task): Ask[] {
  const said = statements.some(
    (each) => each.role === 'client' && each.trial === trial && /^(?:ACCEPTED|REJECTED)$/.test(each.type),
  )
  return CLIENT_SPEAKS.has(status) && !said ? [{ kind: 'accept' }] : []
}

function askMember({ status, statements, trial }: Task, { seat }: Viewer): Ask[] {
  if (seat === null || !MEMBERS_SPEAK.has(status)) return []
  const own = statements.filter(({ member, trial: at }) => member === seat && at === trial)
  const hasSaid = (family: string) => own.some(({ type }) => type.startsWith(`${family}_`))
  return [
    ...(hasSaid('AUDIT') ? [] : [{ kind: 'judge' as const }]),
    ...(hasSaid('SAFETY') ? [] : [{ kind: 'safety' as const }]),
  ]
}

function askSide({ receipt, status, decidedAt, appealed }: Task, { names }: Viewer, now: Date): Ask[] {
  const side = [receipt.task?.client_did, receipt.task?.agent_did].find((did) => did && names.includes(partyKeyOf(did)))
  if (!side) return []
  if (!DECIDED.has(status) || decidedAt === null || appealed) return []
  const until = new Date(decidedAt.getTime() + APPEAL_SECONDS * 1_000)
  return until > now ? [{ kind: 'appeal', side, until }] : []
}

type Decided = Pick<ReceiptView, 'status'> & {
  finalized_at?: string | null
  attestations: readonly Pick<StatementView, 'role' | 'created_at'>[]
}

/** Pure: when a task was first decided, as far as it was; an appeal runs from there. */
export function decidedAt({ status, finalized_at, attestations }: Decided): Date | null {
  if (finalized_at !== undefined) return finalized_at === null ? null : new Date(finalized_at)
  // An answer that does not say: it was decided with the last statement of its members.
  const times = attestations.filter(({ role }) => role === 'member').map(({ created_at }) => Date.parse(created_at))
  return !DECIDED.has(status) || times.length === 0 ? null : new Date(Math.max(...times))
}

/** The two sides of a task by their party keys. */
export function sidesOf({ task }: ReceiptView['receipt']): { client: string; provider: string } {
  return { client: partyKeyOf(task?.client_did ?? ''), provider: partyKeyOf(task?.agent_did ?? '') }
}
