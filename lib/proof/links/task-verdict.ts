import { decideQuorum } from '../../receipt/quorum'
import type { Anchor, Bundle, Statement } from '../bundle'
import { networkOf } from '../chains'
import { memberOf } from '../did-key'
import { bytesOf, type Hex, sha256Hex } from '../hash'
import { verifyInclusion } from '../merkle'
import { type Verdict, verdictId } from '../receipt'
import { claimed, type Finding, type Link, linkOf, rules } from '../report'
import { checkTimestamp } from './anchor'
import { roundOf, type TaskFacts, trialOf } from './task-facts'

type Signed = Statement & { hash: Hex }
type Stamp = Extract<Anchor, { state: 'FINAL' }>

/** Every decision: by the statements it names, by the one rule of quorums, and timestamped. */
export async function checkVerdicts(facts: TaskFacts, bundle: Bundle): Promise<Link[]> {
  const { verdict, earlier_verdicts: earlier = [], anchored = [] } = bundle
  if (!verdict) {
    const odd = rules([[earlier.length === 0 && anchored.length === 0, 'an earlier verdict is there, and no last one']])
    return [linkOf('verdict', [...odd, claimed('there is none yet')], '')]
  }
  const verdicts = [...earlier, verdict]
  const ids = verdicts.map(verdictId)
  const strays = rules([
    [anchored.every(({ id }) => ids.includes(id)), 'there is a Merkle proof of a verdict that is not in this file'],
    [new Set(ids).size === ids.length, 'a verdict is there twice'],
  ])
  const links = await Promise.all(
    verdicts.map(async (one, index) => {
      const name = one === verdict ? 'verdict' : `earlier verdict`
      const findings = [...(one === verdict ? strays : []), ...checkVerdict(facts, one, verdicts[index - 1])]
      return [linkOf(name, findings, sayVerdict(one)), await checkStanding(facts, name, anchored, one)]
    }),
  )
  return links.flat()
}

/** The sides say when a receipt was issued; their clock may be ahead of the desk's by so much. */
const CLOCK_SLACK_MS = 600_000
const DAY_MS = 86_400_000

const sayVerdict = ({ status, round, attestations }: Verdict) =>
  `${status} in round ${round}, by ${attestations.length} statements`

function checkVerdict(facts: TaskFacts, verdict: Verdict, before: Verdict | undefined): Finding[] {
  const { bundle, receiptId } = facts
  const signed = bundle.statements.map((statement) => ({ ...statement, hash: hashOf(statement) }))
  const named = signed.filter(({ hash }) => verdict.attestations.includes(hash))
  const trial = trialOf(facts, verdict.round)
  const earliest = before ? Date.parse(before.finalized_at) : earliestOf(facts, verdict)
  const isUndrawn = before?.status === verdict.status && trial === 0 && !roundOf(facts, verdict.round)
  const audits = signed.filter(
    ({ message }) => message.statement.startsWith('AUDIT_') && trialOf(facts, message.round) === trial,
  )
  return [
    ...rules([
      [verdict.receipt === receiptId, 'it is about another receipt'],
      [named.length === verdict.attestations.length, 'it names statements that are not in this file'],
      [
        verdict.status === 'EXPIRED' || isUndrawn || audits.every(({ hash }) => verdict.attestations.includes(hash)),
        'it leaves out what a member said',
      ],
      [Date.parse(verdict.finalized_at) >= earliest, 'it is older than what it decides'],
      [!before || isUndrawn || trial > trialOf(facts, before.round), 'a committee decided twice'],
    ]),
    ...(isUndrawn
      ? [claimed('an appeal came to nothing before its committee sat, says the desk')]
      : checkQuorum(facts, verdict, audits, before)),
  ]
}

/** A committee decides after the block that timestamped the receipt; without one it only ran out of time. */
function earliestOf({ draw, receipt, receiptId }: TaskFacts, { status }: Verdict): number {
  const leaf = draw?.anchored.find(({ kind, id }) => kind === 'receipt' && id === receiptId)
  const isTimed = status !== 'EXPIRED' && leaf && hasRealTime(leaf.anchor)
  return Date.parse(isTimed ? leaf.anchor.block_time : receipt.issued_at) - CLOCK_SLACK_MS
}

/** The blocks of a chain on somebody's own computer have whatever time it likes. */
function hasRealTime({ chain_id }: Stamp): boolean {
  return !networkOf(chain_id)?.local
}

/** The status is the one that follows from the audits of those who sat. */
function checkQuorum(facts: TaskFacts, verdict: Verdict, audits: Signed[], before: Verdict | undefined): Finding[] {
  const round = roundOf(facts, verdict.round)
  const count = (type: string) => {
    const said = audits.filter(({ message }) => message.statement === type)
    const members = new Set(said.map(({ signer }) => memberOf(signer)))
    return round ? round.seats.filter(({ member }) => members.has(member)).length : 0
  }
  const [passes, fails] = [count('AUDIT_PASS'), count('AUDIT_FAIL')]
  const decided = round ? safeDecide({ k: round.k, m: round.m, passes, fails }) : null
  const votes = round ? `${passes} passes and ${fails} fails of ${round.m}, ${round.k} needed` : 'no committee sat'
  return trialOf(facts, verdict.round) === 0
    ? aboutFirst(verdict, decided, votes)
    : aboutAppeal(verdict, decided, votes, before)
}

function safeDecide(votes: Parameters<typeof decideQuorum>[0]): ReturnType<typeof decideQuorum> {
  try {
    return decideQuorum(votes)
  } catch {
    return null
  }
}

function aboutFirst({ status }: Verdict, decided: string | null, votes: string): Finding[] {
  if (status === 'EXPIRED') {
    const early = rules([[decided === null, `its time did not run out: ${votes}`]])
    return [...early, claimed('its time ran out, says the desk')]
  }
  return rules([[decided === status, `${votes}: that is not ${status}`]])
}

/** The other way reverses what was decided first; the same way, or not at all, leaves it. */
function aboutAppeal(
  { status }: Verdict,
  decided: string | null,
  votes: string,
  before: Verdict | undefined,
): Finding[] {
  const first = before?.status
  const appealable = rules([
    [first === 'FINALIZED' || first === 'FAILED', 'the verdict it reverses is not in this file'],
  ])
  if (status === 'REVERSED') {
    return [...appealable, ...rules([[decided !== null && decided !== first, `${votes}: that reverses nothing`]])]
  }
  const stands = rules([
    [status === first, 'an appeal ends in the first verdict, or reverses it'],
    [decided === null || decided === status, `${votes}: that is not ${status}`],
  ])
  return [
    ...appealable,
    ...stands,
    ...(decided === null ? [claimed('nobody decided the appeal in time, says the desk')] : []),
  ]
}

/** Where the verdict stands on the anchor chain: it cannot be of a later day than its block. */
async function checkStanding(
  { means }: TaskFacts,
  verdictName: string,
  anchored: NonNullable<Bundle['anchored']>,
  verdict: Verdict,
): Promise<Link> {
  const name = `${verdictName} anchor`
  const id = verdictId(verdict)
  const leaf = anchored.find((one) => one.id === id)
  if (!leaf) return linkOf(name, [claimed('not anchored yet')], '')

  const { anchor, proof } = leaf
  const findings = [
    ...rules([[verifyInclusion(anchor.root, 'verdict', leaf.id, proof), 'its Merkle proof does not lead to its root']]),
    ...(await checkTimestamp(anchor, means)),
    ...(hasRealTime(anchor) ? aboutTime(verdict, anchor) : []),
  ]
  return linkOf(name, findings, `a leaf under ${anchor.root}, timestamped in block ${anchor.block_number}`)
}

/** Nobody timestamps what is decided later; and what was timestamped much later is only said to be as old as it says. */
function aboutTime({ finalized_at }: Verdict, { block_time }: Stamp): Finding[] {
  const late = Date.parse(block_time) - Date.parse(finalized_at)
  return [
    ...rules([[late >= -CLOCK_SLACK_MS, 'it was timestamped before it says it was made']]),
    ...(late > DAY_MS ? [claimed('it was timestamped a day or more after it says it was made')] : []),
  ]
}

const hashOf = ({ signature }: Statement): Hex => sha256Hex(bytesOf(signature))
