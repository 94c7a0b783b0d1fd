import { expect, it } from 'vitest'
import { buildAgentMessage } from './message'

it('the text an agent signs names the desk, its DID, whose it becomes, and until when', () => {
  const proof = {
    id: '0193f1a2-7c1e-7b3a-9d0e-5f2a6c4b8d10',
    did: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
    account: '0x52908400098527886e0f7030069857d2e4169ee7',
    nonce: '0123456789abcdef0123456789abcdef',
    issuedAt: new Date('2027-03-01T12:00:00.000Z'),
    expiresAt: new Date('2027-03-01T12:10:00.000Z'),
  }
  expect(buildAgentMessage('https://desk.example:8443', proof)).toBe(
    `desk.example:8443 wants you to prove the key of this agent:
did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK

Register it for the Countersign account of 0x52908400098527886E0F7030069857D2E4169EE7. This costs nothing and moves nothing.

URI: https://desk.example:8443
Version: 1
Nonce: 0123456789abcdef0123456789abcdef
Issued At: 2027-03-01T12:00:00.000Z
Expiration Time: 2027-03-01T12:10:00.000Z
Request ID: 0193f1a2-7c1e-7b3a-9d0e-5f2a6c4b8d10`,
  )
})
