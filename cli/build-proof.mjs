import { readyModule } from './build-module.mjs'

/** The verifier as one file that runs in Node and in browsers. Built first when it is missing or older than its sources. */
export function readyProof() {
  return readyModule(proof)
}

/** What the verifier is built from. */
export const proof = {
  name: 'proof',
  entry: 'lib/proof/index.ts',
  sources: ['lib/proof', 'lib/committee', 'lib/receipt', 'lib/stake'],
}
