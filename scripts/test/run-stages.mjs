import { readFileSync } from 'node:fs'
import path from 'node:path'
import { judge } from './counts.mjs'
import { listStages } from './stages.mjs'

const quiet = { CI: '1', NEXT_TELEMETRY_DISABLED: '1', CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' }

/** What a developer's shell may name for `npm start`, and no test may depend on. */
const SETTING =
  /^(APP_URL|AUTH_SECRET|ENCRYPTION_KEY|PORT|(ANCHOR|COUNTERSIGN|DATABASE|DESK_KEY|FF|SUBMITTER_KEY)_?\w*|(EAS|RPC)_\d+)$/

/**
 * Runs the stages, shows the output of those that failed as soon as they have, and lists what failed and how each went.
 *
 * @param {object} options
 * @param {ReturnType<typeof import('../start/children.mjs').createFamily>} options.family
 * @param {string} options.root
 * @param {string} options.folder for logs and reports
 * @param {(line: string) => void} options.say
 * @param {string[]} options.names of the stages wanted; all when empty
 * @returns {Promise<import('./counts.mjs').Counts>} of all together
 */
export async function runStages({ family, root, folder, say, names }) {
  const stages = chooseStages(listStages(folder), names)
  const results = new Map()
  const runs = new Map()
  // Asked for alone, a stage waits for nothing.
  const isChosen = (name) => stages.some((stage) => stage.name === name)
  const run = async (stage) => {
    await Promise.all(stage.after.filter(isChosen).map((name) => runs.get(name) ?? refuse(stage, name)))
    say(`▸ ${stage.name}`)
    const result = await runStage({ family, root, folder, stage })
    if (result.failed > 0) say(readFileSync(result.log, 'utf8'))
    results.set(stage.name, result)
  }
  for (const stage of stages) runs.set(stage.name, run(stage))
  await Promise.all(runs.values())

  for (const { failures } of stages) for (const failure of failures?.() ?? []) say(failure)
  say('')
  const all = stages.flatMap(({ name }) => results.get(name) ?? [])
  for (const result of all) say(sumUp(result))
  return { passed: sum(all, 'passed'), failed: sum(all, 'failed') }
}

function refuse(stage, name) {
  throw new Error(`${stage.name} waits for ${name}, and is listed before it`)
}

function chooseStages(stages, names) {
  const unknown = names.filter((name) => !stages.some((stage) => stage.name === name))
  if (unknown.length === 0) return names.length === 0 ? stages : stages.filter(({ name }) => names.includes(name))
  throw new Error(`No stage is called ${unknown.join(', ')}. There are ${stages.map(({ name }) => name).join(', ')}.`)
}

async function runStage({ family, root, folder, stage }) {
  const begun = Date.now()
  const log = path.join(folder, `${stage.name}.log`)
  const settled = Object.entries(process.env).filter(([name]) => !SETTING.test(name))
  const env = { ...Object.fromEntries(settled), ...quiet, ...stage.env }
  const child = family.start({ name: stage.name, command: process.execPath, args: stage.args, cwd: root, env, log })

  const endedWell = (await child.ended) === null
  return { name: stage.name, log, seconds: (Date.now() - begun) / 1000, ...judge(stage.count(endedWell), endedWell) }
}

function sumUp({ name, passed, failed, seconds }) {
  const mark = failed === 0 ? '✓' : '✗'
  return `${mark} ${name.padEnd(12)}${String(passed).padStart(6)} passed${String(failed).padStart(5)} failed${seconds.toFixed(1).padStart(8)} s`
}

const sum = (results, key) => results.reduce((total, result) => total + result[key], 0)
