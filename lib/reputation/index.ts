/** What `countersign replay` is built from: nothing here needs a desk of one's own. */
export { httpReader } from '@/lib/proof/chain-reader'
export { replay } from './replay'
export { sayGains, simulate } from './simulate'
