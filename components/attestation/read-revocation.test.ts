import { describe, expect, it } from 'vitest'
import { readRevocation } from './read-revocation'

const CALL = { to: '0x01', data: '0x02', value: '0', chain_id: 'eip155:31337', says: 'Revoke one' }
const offchain = { uid: '0x0a', status: 'WAITING' as const, from: '0x0b', calls: [] }

describe('what the desk answers to a revocation', () => {
  it('on chain is a workflow to follow', () => {
    expect(readRevocation({ workflow_id: 'w', status: 'PENDING' })).toEqual({ next: 'follow', workflowId: 'w' })
  })

  it('off chain is a transaction for the issuer’s own wallet', () => {
    const answer = { ...offchain, calls: [CALL] }
    expect(readRevocation(answer)).toEqual({ next: 'send', from: '0x0b', call: CALL })
  })

  it('off chain is the desk’s to send where it keeps the key', () => {
    expect(readRevocation(offchain)).toEqual({ next: 'wait' })
  })

  it('asks for nothing once the chain says so', () => {
    expect(readRevocation({ ...offchain, status: 'REVOKED' })).toEqual({ next: 'none' })
  })
})
