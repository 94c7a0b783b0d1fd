import { type Bundle, isCaseDraw } from '../bundle'
import { memberOf } from '../did-key'
import { bytesOf, type Hex, sha256Hex, ZERO_HASH } from '../hash'
import { countersignedId, type TaskReceipt } from '../receipt'
import { broken, type Link, linkOf, rules } from '../report'
import type { Means } from './facts'
import { checkTaskDraw, checkTaskSeed } from './task-draw'
import type { TaskFacts } from './task-facts'
import { checkStatement, saysDid } from './task-signed'
import { checkStatementsOf } from './task-statements'
import { checkVerdicts } from './task-verdict'

/** Everything a task's bundle says: the receipt, both countersignatures, the committee, what was stated, what was decided. */
export async function checkTask(bundle: Bundle, receipt: TaskReceipt, receiptId: Hex, means: Means): Promise<Link[]> {
  const draw = bundle.draw && !isCaseDraw(bundle.draw) ? bundle.draw : null
  const { client_did: client, agent_did: provider } = receipt.task
  const facts: TaskFacts = { bundle, receipt, receiptId, client, provider, draw, means }
  return [
    checkTaskReceipt(facts, bundle),
    await checkCountersigned(facts),
    ...(draw ? [checkTaskDraw(facts, draw), await checkTaskSeed(facts, draw)] : []),
    ...(await checkStatementsOf(facts)),
    ...(await checkVerdicts(facts, bundle)),
  ]
}

/** The receipt's own sense: a client and a provider who are not the same, and nothing of a challenge. */
function checkTaskReceipt({ receipt, receiptId, client, provider }: TaskFacts, bundle: Bundle): Link {
  const parties = [...receipt.parties].sort((a, b) => (a.role < b.role ? -1 : 1))
  const { quorum } = receipt
  const findings = rules([
    [
      parties.length === 2 && parties[0]?.role === 'client' && parties[1]?.role === 'provider',
      'a task has one client and one provider',
    ],
    [parties[0]?.did === client && parties[1]?.did === provider, 'its parties are not those of its task'],
    [memberOf(client) !== memberOf(provider), 'one wallet stands on both sides'],
    [quorum.kind === 'committee' && quorum.k <= quorum.m && 2 * quorum.k > quorum.m, 'its quorum is no majority'],
    [
      receipt.mode === null && receipt.commitments === null && receipt.case === null,
      'it has what only a challenge has',
    ],
    [receipt.amounts.every(({ did }) => did === client || did === provider), 'somebody else is paid'],
    [receipt.outcome === null && !receipt.split, 'its outcome is its committee’s to say'],
    [
      Array.isArray(bundle.intents) && bundle.intents.length === 0 && bundle.settlement.length === 0 && !bundle.deal,
      'it comes with what only a challenge has',
    ],
    [bundle.log.length === 0 && receipt.log === null, 'a task has no log'],
    [bundle.funds.length === 0 && receipt.funds_proofs.length === 0, 'a task has no funds proofs'],
    [!bundle.draw || !isCaseDraw(bundle.draw), 'the draw is that of a dispute'],
  ])
  return linkOf('receipt', findings, `its hash is ${receiptId}`)
}

/** Both parties signed that this is the receipt, before anybody judged it. */
async function checkCountersigned(facts: TaskFacts): Promise<Link> {
  const { bundle, receipt, client, provider } = facts
  const signed = bundle.statements.filter(({ message }) => message.statement === 'COUNTERSIGNED')
  const hashes = signed.map(({ signature }) => sha256Hex(bytesOf(signature)))
  const sides = [
    ['client', client],
    ['provider', provider],
  ] as const
  const each = await Promise.all(
    sides.map(async ([role, did], index) => {
      const statement = signed[index]
      if (!statement) return [broken(`the ${role} did not sign`)]
      const { message } = statement
      return [
        ...rules([
          [statement.role === role && saysDid(statement, did), `the signature of the ${role} is in another’s name`],
          [message.round === 0 && message.evidenceHash === ZERO_HASH, `what the ${role} signed says more`],
          [message.score === undefined && message.confidence === undefined, `what the ${role} signed gives a score`],
        ]),
        ...(await checkStatement(facts, statement, countersignedId(receipt), did)),
      ]
    }),
  )
  const findings = [
    ...rules([
      [signed.length === 2, 'there are not two countersignatures'],
      [hashes.join() === receipt.signature_hashes.join(), 'the receipt names other signatures'],
    ]),
    ...each.flat(),
  ]
  return linkOf('countersignatures', findings, 'client and provider signed this receipt')
}
