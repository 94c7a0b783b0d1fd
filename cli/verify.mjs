import { readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { readyProof } from './build-proof.mjs'
import { printReport } from './print-report.mjs'

const CANNOT_VERIFY = 2

/** `countersign verify`: prints the report and answers its exit code. `refuse(why)` is for wrong usage. */
export async function verify(args, refuse) {
  const asked = readArguments(args)
  if (asked.refused) return refuse(asked.refused)

  try {
    const report = await makeReport(asked)
    if (asked.json) console.log(JSON.stringify(report, null, 2))
    else printReport(report)
    return report.exit
  } catch (error) {
    console.error(`Cannot verify: ${error.message}`)
    return CANNOT_VERIFY
  }
}

function readArguments(args) {
  const options = {
    rpc: { type: 'string', multiple: true, default: [] },
    desk: { type: 'string' },
    json: { type: 'boolean', default: false },
  }
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    if (positionals.length !== 1) return { refused: 'Name one file.' }
    if (!values.rpc.every(isHttp)) return { refused: '--rpc takes a URL that starts with http:// or https://.' }
    if (values.desk !== undefined && !isAddress(values.desk) && !isHttp(values.desk)) {
      return { refused: '--desk takes an address or an origin such as https://desk.example.' }
    }
    return { file: positionals[0], ...values }
  } catch (error) {
    return { refused: error.message }
  }
}

async function makeReport({ file, rpc, desk }) {
  const proof = await import(pathToFileURL(await readyProof()).href)
  const bytes = await readFile(file).catch((error) => {
    throw new Error(`the file cannot be read (${error.code})`)
  })
  const options = { asOf: new Date(), desk: await findDesk(proof, desk) }
  if (rpc.length === 0) return proof.verifyBundle(bytes, options)

  const chains = await Promise.all(rpc.map((url) => openNode(proof, url)))
  return proof.verifyBundleOnline(bytes, { ...options, chains })
}

function openNode(proof, url) {
  return proof.httpReader(url).catch(() => {
    throw new Error(`the node at ${new URL(url).host} did not answer`)
  })
}

/** The addresses that may have sealed the bundle; undefined when nobody was named. */
async function findDesk(proof, desk) {
  if (desk === undefined || isAddress(desk)) return desk

  const url = new URL('/.well-known/countersign.json', desk)
  const document = await fetchJson(url).catch(() => {
    throw new Error(`the keys of ${url.host} could not be read`)
  })
  return proof.checkDeskKeys(document)
}

async function fetchJson(url) {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(10_000) })
  if (!response.ok) throw new Error(`${response.status}`)
  return response.json()
}

const isAddress = (text) => /^0x[0-9a-fA-F]{40}$/.test(text)
const isHttp = (text) => /^https?:\/\//.test(text) && URL.canParse(text)
