import type { Statement } from '../bundle'
import { memberOf } from '../did-key'
import { ZERO_HASH } from '../hash'
import { broken, type Finding, type Link, linkOf, rules } from '../report'
import { FAMILIES, FULL_SCORE, isStatementType, type StatementType } from '../statement'
import { roundOf, type TaskFacts, trialOf } from './task-facts'
import { checkStatement } from './task-signed'

/** What was said of the work: each in a role its signer has, once, and signed. */
export async function checkStatementsOf(facts: TaskFacts): Promise<Link[]> {
  const { statements } = facts.bundle
  const judgements = statements.filter(({ message }) => message.statement !== 'COUNTERSIGNED')
  if (judgements.length === 0) return []

  const each = await Promise.all(judgements.map((statement) => checkJudgement(facts, statement)))
  const byMembers = judgements.filter(({ role }) => role === 'member').map((statement) => keyOf(facts, statement))
  const byClient = judgements.filter(({ role }) => role === 'client')
  const findings = [
    ...rules([
      [new Set(byMembers).size === byMembers.length, 'somebody said two things of one kind'],
      [byClient.length <= 1, 'the client said two things of one kind'],
    ]),
    ...each.flat(),
  ]
  return [linkOf('statements', findings, `${judgements.length}, each signed by whom its role allows`)]
}

/** One for each signer and family in a trial. */
function keyOf(facts: TaskFacts, { message, signer }: Statement): string {
  const family = isStatementType(message.statement) ? FAMILIES[message.statement] : message.statement
  return [trialOf(facts, message.round), memberOf(signer), family].join()
}

async function checkJudgement(facts: TaskFacts, statement: Statement): Promise<Finding[]> {
  const { message, signer } = statement
  if (!isStatementType(message.statement)) return [broken(`nobody can state ${message.statement}`)]

  const isClient = FAMILIES[message.statement] === 'OUTCOME'
  return [
    ...rules([
      [statement.role === (isClient ? 'client' : 'member'), `${message.statement} is stated in another role`],
      [isWithin(message.score) && isWithin(message.confidence), 'a score is not between 0 and 1'],
      [/^0x[0-9a-f]{64}$/.test(message.evidenceHash ?? ZERO_HASH), 'a statement’s evidence is no hash'],
    ]),
    ...(isClient ? [] : checkSeat(facts, message.statement, message.round, signer)),
    ...(await checkStatement(facts, statement, facts.receiptId, isClient ? facts.client : undefined)),
  ]
}

const isWithin = (score: number | undefined) => score === undefined || (score >= 0 && score <= FULL_SCORE)

/** Only who sits in a round speaks in it, and never a party. */
function checkSeat(facts: TaskFacts, statement: StatementType, round: number, signer: string): Finding[] {
  const member = memberOf(signer)
  const seats = roundOf(facts, round)?.seats ?? []
  return rules([
    [seats.some((seat) => seat.member === member), `${statement} is by ${signer}, who did not sit in round ${round}`],
    [![facts.client, facts.provider].map(memberOf).includes(member), 'a party judges its own work'],
  ])
}
