import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { readyProof } from './build-proof.mjs'
import { withoutControls } from './without-controls.mjs'

const OTHER = 1
const CANNOT_DIGEST = 2

/** `countersign digest`: prints what a wallet is asked and its hashes. `refuse(why)` is for wrong usage. */
export async function digest(args, refuse) {
  const asked = readArguments(args)
  if (asked.refused) return refuse(asked.refused)

  try {
    const proof = await import(pathToFileURL(await readyProof()).href)
    const question = await readQuestion(proof, asked.source)
    const parts = proof.digestParts(question)
    if (asked.json) console.log(JSON.stringify({ ...question, ...parts }, null, 2))
    else printDigest(proof, question, parts)
    return compare(parts.digest, asked.expect)
  } catch (error) {
    console.error(`Cannot digest: ${withoutControls(error.message)}`)
    return CANNOT_DIGEST
  }
}

function readArguments(args) {
  const options = { expect: { type: 'string' }, json: { type: 'boolean', default: false } }
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    if (positionals.length !== 1) return { refused: 'Name one file, one link, or - for the standard input.' }
    if (values.expect !== undefined && !/^0x[0-9a-fA-F]{64}$/.test(values.expect)) {
      return { refused: '--expect takes a digest: 0x and 64 digits.' }
    }
    return { source: positionals[0], ...values }
  } catch (error) {
    return { refused: error.message }
  }
}

/** A link carries everything behind its #; it is not opened. */
async function readQuestion(proof, source) {
  if (/^https?:\/\//.test(source)) return proof.unpackTypedData(source.split('#').slice(1).join('#'))
  if (source === '-') return proof.readTypedDataText(await text(process.stdin))

  const file = await readFile(source, 'utf8').catch((error) => {
    throw new Error(`the file cannot be read (${error.code})`)
  })
  return proof.readTypedDataText(file)
}

function printDigest(proof, { primaryType, domain, message }, parts) {
  const fields = withoutControls(proof.listFields(primaryType, message))
  const chain = proof.networkOf(domain.chainId)?.name
  const rows = [
    ['type', primaryType],
    ['chain', chain ? `${domain.chainId} (${chain})` : `${domain.chainId}`],
    ...(domain.verifyingContract ? [['contract', domain.verifyingContract]] : []),
    [],
    ...fields.map(({ name, value }) => [name, `${value}`]),
    [],
    ['domain hash', parts.domain_separator],
    ['message hash', parts.message_hash],
    ['digest', parts.digest],
  ]
  const width = Math.max(...rows.map(([name = '']) => name.length))
  console.log(rows.map(([name = '', value = '']) => `${name.padEnd(width)}  ${value}`.trimEnd()).join('\n'))
}

function compare(digest, expected) {
  if (expected === undefined) return 0
  if (digest === expected.toLowerCase()) {
    console.error('It is the digest you expect.')
    return 0
  }
  console.error(`It is not the digest you expect. Do not sign: ${expected} would be another text.`)
  return OTHER
}
