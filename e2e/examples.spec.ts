import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'

const root = path.join(import.meta.dirname, '..')
const run = promisify(execFile)

/** What both tell while they run, and what they end with after the verifier looked at the receipt with a node. */
const STORY = [
  'have proven their wallets',
  'the buyer holds 1 ETH and 300 tUSD',
  'signed and sent',
  'the buyer has signed the same terms',
  'wallets and funds passed: the intent is locked',
  'both signed FULFILLED: receipt 0x',
  'anchored',
  'verified offline, then with a node:',
  'says the desk; a node can prove it',
  'the desk you named',
  'timestamped in block',
]

for (const [language, command, file] of [
  ['TypeScript', 'npx', ['tsx', 'examples/gatekeeper.ts']],
  ['curl', 'bash', ['examples/gatekeeper.sh']],
] as const) {
  test(`the README’s story in ${language} runs to its end`, async () => {
    test.setTimeout(180_000)
    const env = { ...process.env, COUNTERSIGN_URL: process.env.E2E_URL }
    const { stdout } = await run(command, [...file], { cwd: root, env })

    let from = 0
    for (const words of STORY) {
      const at = stdout.indexOf(words, from)
      expect(at, `“${words}” in:\n${stdout}`).toBeGreaterThanOrEqual(0)
      from = at
    }
    expect(stdout.match(/Nothing is broken, and all that can be proven here is proven\./g)).toHaveLength(2)
  })
}
