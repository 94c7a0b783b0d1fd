import { ed25519 } from '@noble/curves/ed25519'
import { expect, test } from 'vitest'
import { didKeyOf, memberOf, parseDidKey, verifyDidKey } from './did-key'
import { bytesOf, hexOf } from './hash'

// The examples of the did:key method specification and its RFC 8032 keys.
const KNOWN = [
  [
    'did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp',
    '0x3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29',
    '0x0000000000000000000000000000000000000000000000000000000000000000',
  ],
  [
    'did:key:z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw',
    '0xd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '0x9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
  ],
] as const

test.each(KNOWN)('%s names its key', (did, key, secret) => {
  expect(hexOf(ed25519.getPublicKey(bytesOf(secret)))).toBe(key)
  expect(hexOf(parseDidKey(did) ?? new Uint8Array())).toBe(key)
  expect(didKeyOf(bytesOf(key))).toBe(did)
})

test('reads a key that begins with zeros', () => {
  const key = bytesOf(`0x0000${'7f'.repeat(30)}`)
  expect(parseDidKey(didKeyOf(key))).toEqual(key)
})

test.each([
  ['a wallet', 'did:pkh:eip155:1:0x70997970c51812dc3a010c7d01b50e0d17dc79c8'],
  ['a key of another kind (secp256k1)', 'did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme'],
  ['another base', 'did:key:f6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp'],
  ['a letter base58 lacks', 'did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooW0'],
  ['a letter too few', 'did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooW'],
  ['a zero in front', 'did:key:z16MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp'],
  ['nothing', ''],
])('knows no key of %s', (_, did) => {
  expect(parseDidKey(did)).toBeNull()
})

test('tells its signature from others', () => {
  const [did, , secret] = KNOWN[1]
  const signature = hexOf(ed25519.sign(bytesOf('0x72'), bytesOf(secret)))
  expect(verifyDidKey(did, bytesOf('0x72'), signature)).toBe(true)
  expect(verifyDidKey(did, bytesOf('0x73'), signature)).toBe(false)
  expect(verifyDidKey(KNOWN[0][0], bytesOf('0x72'), signature)).toBe(false)
  expect(verifyDidKey(did, bytesOf('0x72'), signature.toUpperCase())).toBe(false)
  expect(verifyDidKey(did, bytesOf('0x72'), `${signature}00`)).toBe(false)
})

test('knows the second test of RFC 8032', () => {
  const did = didKeyOf(bytesOf('0x3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c'))
  const signature =
    '0x92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00'
  expect(verifyDidKey(did, bytesOf('0x72'), signature)).toBe(true)
})

test('is drawn by its address, or by what its DID gives', () => {
  expect(memberOf('did:pkh:eip155:1:0x70997970c51812dc3a010c7d01b50e0d17dc79c8')).toBe(
    '0x70997970c51812dc3a010c7d01b50e0d17dc79c8',
  )
  expect(memberOf('0x70997970c51812dc3a010c7d01b50e0d17dc79c8')).toBe('0x70997970c51812dc3a010c7d01b50e0d17dc79c8')
  expect(memberOf(KNOWN[0][0])).toMatch(/^0x[0-9a-f]{40}$/)
})
