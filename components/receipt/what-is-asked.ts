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
  /** Until when the desk takes an appeal; null when it takes none. */
  appealUntil: Date | null
}

const CLIENT_SPEAKS = new Set(['AWAITING_COMMITTEE', 'PENDING', 'APPEALED'])
const MEMBERS_SPEAK = new Set(['PENDING', 'APPEALED'])

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

function askSide({ receipt, appealUntil: until }: Task, { names }: Viewer, now: Date): Ask[] {
  const side = [receipt.task?.client_did, receipt.task?.agent_did].find((did) => did && names.includes(partyKeyOf(did)))
  return side && until && until > now ? [{ kind: 'appeal', side, until }] : []
}

/** The two sides of a task by their party keys. */
export function sidesOf({ task }: ReceiptView['receipt']): { client: string; provider: string } {
  return { client: partyKeyOf(task?.client_did ?? ''), provider: partyKeyOf(task?.agent_did ?? '') }
}
