import { readFile, writeFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { readyModule } from './build-module.mjs'
import { printDeal, printQuestion } from './print-deal.mjs'
import { withoutControls } from './without-controls.mjs'

const NOT_POSSIBLE = 1
const CANNOT_READ = 2
const NAME_SOMEBODY = 'name a key with --key-file or COUNTERSIGN_KEY, or an account of the node with --account.'
const MODULE = {
  name: 'leave',
  entry: 'lib/leave/node.ts',
  sources: ['lib/leave', 'lib/stake', 'lib/committee', 'lib/oracle', 'lib/proof', 'lib/chain'],
}

/** What is no fault of the arguments or the files: the deal does not allow it, or the chain refuses it. */
class NotPossible extends Error {}

/** `countersign leave`: ends a deal by its file and a node, without any desk. `refuse(why)` is for wrong usage. */
export async function leave(args, refuse) {
  const leaving = await import(pathToFileURL(await readyModule(MODULE)).href)
  const asked = readArguments(args, leaving.STEPS)
  if (asked.refused) return refuse(asked.refused)

  try {
    const ask = leaving.httpAsk(asked.rpc)
    const file = await readFiles(leaving, asked.files)
    const deal = await leaving.readDeal(ask, file)
    await act({ leaving, ask, file, deal, asked, wallet: await openWallet(leaving, ask, deal, asked) })
    return 0
  } catch (error) {
    console.error(withoutControls(error.message))
    return error instanceof NotPossible ? NOT_POSSIBLE : CANNOT_READ
  }
}

function readArguments(args, steps) {
  const options = {
    rpc: { type: 'string' },
    'key-file': { type: 'string' },
    account: { type: 'string' },
    outcome: { type: 'string' },
    'to-creator': { type: 'string' },
    reason: { type: 'string' },
    to: { type: 'string' },
    out: { type: 'string' },
    'dry-run': { type: 'boolean', default: false },
  }
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    const step = positionals.find((word) => word === 'sign' || steps.includes(word))
    const files = positionals.filter((word) => word !== step)
    if (files.length === 0) return { refused: 'Name the deal’s file.' }
    if (!/^https?:\/\//.test(values.rpc ?? '') || !URL.canParse(values.rpc)) {
      return { refused: '--rpc takes the URL of a node of the deal’s chain.' }
    }
    for (const name of ['account', 'to']) {
      if (values[name] && !/^0x[0-9a-fA-F]{40}$/.test(values[name])) return { refused: `--${name} takes an address.` }
    }
    if (step === 'sign' && !values.outcome) return { refused: 'Say with --outcome what to sign.' }
    if (step === 'dispute' && !values.reason)
      return { refused: 'Say with --reason why, and keep the text: its hash goes on chain.' }
    return { files, step, ...values, account: values.account?.toLowerCase(), to: values.to?.toLowerCase() }
  } catch (error) {
    return { refused: error.message }
  }
}

async function readFiles(leaving, names) {
  const files = await Promise.all(
    names.map(async (name) => {
      const text = await readFile(name, 'utf8').catch((error) => {
        throw new Error(`${name} cannot be read (${error.code}).`)
      })
      return leaving.readLeaveFile(text)
    }),
  )
  return files.reduce(leaving.mergeLeaveFiles)
}

/** Null for somebody who only looks. A key comes from a file or the environment, never from an argument others can see. */
async function openWallet(leaving, ask, { chainId }, { account, 'key-file': keyFile }) {
  if (account) return leaving.rpcWallet(ask, account)
  const key = keyFile
    ? await readFile(keyFile, 'utf8').catch((error) => {
        throw new Error(`${keyFile} cannot be read (${error.code}).`)
      })
    : process.env.COUNTERSIGN_KEY
  return key ? leaving.keyWallet(ask, chainId, key.trim()) : null
}

async function act(scene) {
  const { leaving, file, deal, asked, wallet } = scene
  const { step: name, reason, to } = asked
  if (name === 'sign') return sign(scene)

  const steps = await leaving.stepsOf(deal, file, { you: wallet?.address ?? null, reason, to })
  if (!name) return printDeal(leaving.factsOf(deal), steps)

  const step = steps.find((one) => one.name === name)
  if (!step) throw new NotPossible('The terms of this deal do not have that.')
  if (!wallet) throw new NotPossible(`Somebody has to send it: ${NAME_SOMEBODY}`)
  if (step.why) throw new NotPossible(`${step.title}: not possible now. ${step.why}`)

  for (const call of step.calls) await send(scene, call)
  console.log(`${step.title}: done.`)
}

async function send({ leaving, ask, asked, wallet }, call) {
  const { says, to, value, data } = call
  const shown = [says, `  to     ${to}`, `  value  ${value}`, `  data   ${data}`, `  from   ${wallet.address}`]
  console.log(shown.map(withoutControls).join('\n'))
  await leaving.tryCall(ask, wallet.address, call).catch(notPossible)
  if (asked['dry-run']) return

  const hash = await wallet.send(call).catch((error) => notPossible(new Error(leaving.refusalOf(error))))
  console.log(`  sent   ${hash}`)
  await leaving.waitForReceipt(ask, hash).catch(notPossible)
}

async function sign({ leaving, file, deal, asked, wallet }) {
  if (!wallet) throw new NotPossible(`Somebody has to sign: ${NAME_SOMEBODY}`)

  const message = await attempt(() =>
    leaving.settleText(deal, file.challenge, wallet.address, readEnding(leaving, deal, asked)),
  )
  const question = leaving.settleQuestion(deal, message)
  printQuestion(question, leaving.settleDigest(deal, message))
  if (asked['dry-run']) return

  const signature = await wallet.signTypedData(question)
  const text = leaving.writeOffer(file, { message, signer: wallet.address, signature })
  if (!asked.out) console.log(text)
  else await writeFile(asked.out, text)
  console.error(`Hand ${asked.out ?? 'this'} to the other party. It is good for 24 hours, or until you void it.`)
}

function readEnding(leaving, deal, { outcome, 'to-creator': toCreator }) {
  if (outcome !== 'SPLIT') return { outcome }
  const amount = leaving.parseAmount(toCreator ?? '', deal.token.decimals)
  if (amount.error) throw new Error(`--to-creator: ${amount.error}`)
  return { outcome, toCreator: amount.units }
}

async function attempt(work) {
  try {
    return await work()
  } catch (error) {
    return notPossible(error)
  }
}

function notPossible(error) {
  throw new NotPossible(error.message)
}
