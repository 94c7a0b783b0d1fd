import { keccak256 as keccak } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, it } from 'vitest'
import type { Hex } from './hash'
import {
  findOffchainFault,
  type OffchainMessage,
  offchainDigest,
  offchainDocument,
  offchainDomain,
  offchainTypedData,
  offchainUid,
  saltOf,
} from './offchain'

const issuer = privateKeyToAccount(`0x${'11'.repeat(32)}`)
const stranger = privateKeyToAccount(`0x${'22'.repeat(32)}`)
const signer = issuer.address.toLowerCase() as Hex
const domain = offchainDomain(31337, '1.3.0', `0x${'ea'.repeat(20)}`)
const message: OffchainMessage = {
  version: 2,
  schema: `0x${'5c'.repeat(32)}`,
  recipient: `0x${'70'.repeat(20)}`,
  time: '1795262400',
  expirationTime: '0',
  revocable: true,
  refUID: `0x${'00'.repeat(32)}`,
  data: '0x1234',
  salt: saltOf(signer, `0x${'0a'.repeat(12)}`),
}

async function signed(account = issuer, changes: Partial<OffchainMessage> = {}) {
  const said = { ...message, ...changes }
  const { EIP712Domain: _, ...types } = offchainTypedData(domain, said).types
  const values = { ...said, time: BigInt(said.time), expirationTime: BigInt(said.expirationTime) }
  const signature = await account.signTypedData({ domain, types, primaryType: 'Attest', message: values })
  return offchainDocument({ domain, message: said, signer: account.address.toLowerCase() as Hex, signature })
}

describe('off-chain attestations', () => {
  it('hold when uid and signature are their signer’s', async () => {
    expect(await findOffchainFault(await signed())).toBeNull()
  })

  it('pack their uid as EAS does: version, schema as text, no attester, and the salt', () => {
    const text = Buffer.from(message.schema, 'utf8').toString('hex')
    const time = BigInt(message.time).toString(16).padStart(16, '0')
    const packed = ['0002', text, '70'.repeat(20), '00'.repeat(20), time, '0'.repeat(16), '01', '00'.repeat(32)]
    const bytes = `0x${[...packed, '1234', message.salt.slice(2), '00000000'].join('')}` as Hex
    expect(offchainUid(message)).toBe(keccak(bytes))
  })

  it('fail for any change, another signer, and a salt that names somebody else', async () => {
    const document = await signed()
    const { sig } = document
    const changed = { ...document, sig: { ...sig, message: { ...message, data: '0x1235' as Hex } } }
    expect(await findOffchainFault(changed)).toBe('its uid is not the one of what it says')
    const repacked = { ...changed, sig: { ...changed.sig, uid: offchainUid(changed.sig.message) } }
    expect(await findOffchainFault(repacked)).toBe('somebody else signed it')
    const elsewhere = { ...document, sig: { ...sig, domain: { ...domain, chainId: 1 } } }
    expect(await findOffchainFault(elsewhere)).toBe('somebody else signed it')

    expect(await findOffchainFault(await signed(stranger))).toBe('its salt does not name its signer')
    const claimed = { ...(await signed(stranger)), signer }
    expect(await findOffchainFault(claimed)).toBe('somebody else signed it')
    for (const wrong of [null, {}, { ...document, more: 1 }, { ...document, sig: { ...sig, version: 1 } }]) {
      expect(await findOffchainFault(wrong)).toMatch(/version 2/)
    }
    expect(offchainDigest(domain, message)).not.toBe(offchainDigest({ ...domain, version: '1.4.0' }, message))
  })
})
