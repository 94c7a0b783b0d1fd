import { describe, expect, it } from 'vitest'
import { type Domain, digestOf, domainFor, type SettleMessage, type VoteMessage } from '@/lib/proof/typed-data'
import vector from './bonded.json'

// The same file is read by Vectors.t.sol: what the product asks a wallet to sign is what the escrow checks.
const domain = vector.domain as Domain

describe('what is signed of a bonded challenge', () => {
  it('stands in the domain of the escrow on its chain', () => {
    expect(domainFor(domain.chainId, domain.verifyingContract)).toEqual(domain)
  })
  it.each(vector.settles)('hashes $message.title', ({ message, digest }) => {
    expect(digestOf('Settle', domain, message as SettleMessage)).toBe(digest)
  })
  it.each(vector.votes)('hashes $message.title in round $message.round', ({ message, digest }) => {
    expect(digestOf('Vote', domain, message as VoteMessage)).toBe(digest)
  })
})
