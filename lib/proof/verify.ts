import { readAttestationProof, verifyAttestationProof } from './attestation-proof'
import { type Bundle, bundleSchema } from './bundle'
import type { ChainReader } from './chain-reader'
import { parseDid } from './did'
import type { Hex } from './hash'
import { jcs, parseJson } from './jcs'
import { checkAmounts } from './links/amounts'
import { checkAnchor, checkInclusion } from './links/anchor'
import { checkCommitments } from './links/commitments'
import { checkCommittee } from './links/committee'
import { checkDeal, dealIdOf } from './links/deal'
import type { Facts, Means } from './links/facts'
import { checkIntents } from './links/intents'
import { checkOutcome } from './links/outcome'
import { checkReceipt, isKnown, isKnownTask, unknownReceipt } from './links/receipt'
import { checkFunds, checkLog, checkStatements } from './links/records'
import { checkSeal } from './links/seal'
import { checkTask } from './links/task'
import { receiptId } from './receipt'
import { broken, exitOf, type Finding, type Link, linkOf, type Report, unverifiable } from './report'
import { type Recover, recoverSigner } from './signature'
import { warningsOf } from './warnings'

export type VerifyOptions = {
  /** The time the report is made at. */
  asOf: Date
  /** The desk's address, or addresses (`checkDeskKeys`), when the reader knows whose seal to expect. */
  desk?: string | readonly string[] | undefined
  /** Another way to recover signers, such as a native one. */
  recover?: Recover | undefined
}

/** Checks a bundle, or the proof of an attestation, offline (domain §7). Never throws: whatever the bytes are, the answer is a report. */
export function verifyBundle(bytes: Uint8Array | string, options: VerifyOptions): Promise<Report> {
  return verifyBundleOnline(bytes, { ...options, chains: [] })
}

/** The same with nodes: chain time, block hashes and wallet contracts' signatures on their chains are proven too. */
export async function verifyBundleOnline(
  bytes: Uint8Array | string,
  options: VerifyOptions & { chains: readonly ChainReader[] },
): Promise<Report> {
  const asOf = `As of ${options.asOf.toISOString()}; a later reversal is not visible offline.`
  try {
    return await verify(bytes, options, asOf)
  } catch (error) {
    const why = unverifiable(`the verifier failed: ${error instanceof Error ? error.message : 'unknown error'}`)
    return reportOf([linkOf('verifier', [why], '')], null, asOf)
  }
}

async function verify(
  bytes: Uint8Array | string,
  options: VerifyOptions & { chains: readonly ChainReader[] },
  asOf: string,
): Promise<Report> {
  const means: Means = { recover: options.recover ?? recoverSigner, chains: options.chains }
  const attestation = readAttestationProof(bytes)
  if (attestation)
    return { ...reportOf([], null, asOf), ...(await verifyAttestationProof(attestation, means, options.asOf)) }

  const { links, bundle } = readBundle(bytes)
  if (!bundle) return reportOf(links, null, asOf)

  const expected =
    options.desk === undefined ? undefined : [options.desk].flat().map((address) => address.toLowerCase())
  const id = receiptId(bundle.receipt)
  return reportOf(
    [
      ...links,
      ...(await checkContent(bundle, id, means)),
      checkInclusion(bundle, id),
      await checkSeal(bundle, means.recover, expected),
      await checkAnchor(bundle, means),
    ],
    { bundle, id, warnings: warningsOf(bundle, options.chains) },
    asOf,
  )
}

/** The parsed bundle, or only the link that says why there is none. The value is used as it was read, so all of it is hashed. */
function readBundle(bytes: Uint8Array | string): { links: Link[]; bundle: Bundle | null } {
  const name = 'canonical bytes'
  let findings: Finding[] = []
  let value: unknown
  try {
    const json = parseJson(bytes)
    value = json.value
    if (jcs(value) !== json.text) findings = [broken('the JSON is not in its canonical form (RFC 8785)')]
  } catch (error) {
    return { links: [linkOf(name, [broken(error instanceof Error ? error.message : 'unreadable')], '')], bundle: null }
  }

  const links = [linkOf(name, findings, 'the file is exactly its canonical form')]
  const parsed = bundleSchema.safeParse(value)
  if (parsed.success) return { links, bundle: value as Bundle }

  const [issue] = parsed.error.issues
  const where = issue?.path.join('.') || 'the file'
  const unknownVersion = parsed.error.issues.some(({ path }) => path.at(-1) === 'v')
  const finding = unknownVersion
    ? unverifiable('it is of a version this verifier does not know')
    : broken(`${where} does not have the form of countersign.bundle/1: ${issue?.message}`)
  return { links: [...links, linkOf('form', [finding], '')], bundle: null }
}

async function checkContent(bundle: Bundle, id: Hex, means: Means): Promise<Link[]> {
  const { receipt } = bundle
  if (isKnownTask(receipt)) return checkTask(bundle, receipt, id, means)
  if (!isKnown(receipt)) return [unknownReceipt(bundle, id)]

  const accounts = new Map(
    receipt.parties.flatMap(({ role, did }) => {
      const account = parseDid(did)
      return account ? [[role, account] as const] : []
    }),
  )
  const facts: Facts = { bundle, receipt, receiptId: id, accounts, dealId: dealIdOf(bundle), means }
  return [
    checkReceipt(facts),
    ...(await checkIntents(facts)),
    checkCommitments(facts),
    ...checkDeal(facts),
    await checkOutcome(facts),
    ...(await checkCommittee(facts)),
    ...(await checkAmounts(facts)),
    checkLog(facts),
    await checkFunds(facts),
    ...(await checkStatements(facts)),
  ]
}

function reportOf(links: Link[], read: { bundle: Bundle; id: Hex; warnings: string[] } | null, asOf: string): Report {
  return {
    exit: exitOf(links),
    links,
    receipt_id: read?.id ?? null,
    outcome: read?.bundle.receipt.outcome ?? read?.bundle.verdict?.status ?? null,
    parties: read?.bundle.receipt.parties.map(({ role, did }) => ({ role, did })) ?? [],
    warnings: read?.warnings ?? [],
    as_of: asOf,
  }
}
