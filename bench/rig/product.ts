/** What the benches call of the product, outside its server. */
export { TYPES } from '@/lib/proof/typed-data'
export { verifyBundle } from '@/lib/proof/verify'
export { toChecksum } from '@/lib/wallet/address'
export { buildProofMessage, statements } from '@/lib/wallet/message'
export { personalDigest, recoverPersonalSign } from '@/lib/wallet/signature'
