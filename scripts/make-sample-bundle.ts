/** Writes public/sample-bundle.json anew: `npx tsx scripts/make-sample-bundle.ts`. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { startFrozenChain } from './sample-bundle/frozen-chain'
import { GENESIS, makeSampleBundle } from './sample-bundle/make'

const file = path.join(import.meta.dirname, '..', 'public', 'sample-bundle.json')
const chain = await startFrozenChain(GENESIS)
try {
  writeFileSync(file, await makeSampleBundle(chain))
  console.log('public/sample-bundle.json')
} finally {
  await chain.close()
}
