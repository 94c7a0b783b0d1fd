import type { Anchor, Statement } from '../bundle'
import { parseDid } from '../did'
import { parseDidKey, verifyDidKey } from '../did-key'
import { bytesOf, type Hex, sha256Hex } from '../hash'
import { verdictId } from '../receipt'
import { broken, type Finding, proven, rules, unverifiable } from '../report'
import { statementBytes, statementTitle } from '../statement'
import { checkSigned } from './signed'
import type { TaskFacts } from './task-facts'

/** Whether a statement is signed in the name of this DID. */
export function saysDid({ signer, domain }: Statement, did: string): boolean {
  const account = parseDid(did)
  return account ? signer === account.address && domain.chainId === account.chainId : signer === did
}

/** A statement is about this id, reads as it must, and is signed by whom it names. `did`: of a party, when it is one's. */
export async function checkStatement(
  { bundle, means }: TaskFacts,
  statement: Statement,
  about: Hex,
  did?: string,
): Promise<Finding[]> {
  const { message, domain, signer, signature } = statement
  const reads = rules([
    [message.receipt === about, 'a statement is about another receipt'],
    [message.title === statementTitle(message.statement), 'the title of a statement says something else'],
    [domain.verifyingContract === undefined, 'a statement is made for a contract'],
    [did === undefined || saysDid(statement, did), 'a statement is signed in another name'],
  ])
  if (!signer.startsWith('did:key:')) {
    const address = signer as Hex
    const question = { message, domain, signer: address, signature }
    const isFirst = message.statement === 'COUNTERSIGNED'
    const at = isFirst ? bundle.anchor : judgedAt(bundle, statement)
    const signed = await checkSigned(means, at, 'ReceiptStatement', question, isFirst)
    return [...reads, signed]
  }
  if (!parseDidKey(signer)) return [...reads, unverifiable(`${signer} is a key of a kind this version does not know`)]

  const { anchor } = bundle
  const own = verifyDidKey(signer, statementBytes(domain, message), signature)
  return [
    ...reads,
    ...rules([
      [anchor.state === 'pending' || domain.chainId === anchor.chain_id, 'a statement is made for another chain'],
    ]),
    own ? proven(`signed by ${signer}`) : broken(`a statement is not signed by ${signer}`),
  ]
}

/** Where the verdict stands that a judgement was made for: a wallet contract may have got its owners after the receipt. */
function judgedAt(
  { verdict, earlier_verdicts: earlier = [], anchored = [] }: TaskFacts['bundle'],
  { message, signature }: Statement,
): Anchor {
  const hash = sha256Hex(bytesOf(signature))
  const verdicts = [...earlier, ...(verdict ? [verdict] : [])]
  const made =
    verdicts.find(({ attestations }) => attestations.includes(hash)) ??
    verdicts.find(({ round }) => round >= message.round)
  const leaf = made && anchored.find(({ id }) => id === verdictId(made))
  return leaf?.anchor ?? { state: 'pending' }
}
