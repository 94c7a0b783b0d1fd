import { decodeFunctionData, type Hex } from 'viem'
import { describe, expect, it } from 'vitest'
import stake from '@/lib/chain/abi/auditor-stake.json'
import { askUnlockCall, lockCall, unlockCall } from './stake-calls'

const place = { contract: `0x${'5a'.repeat(20)}`, chain_id: 'eip155:31337' }
const WHO: Hex = `0x${'ab'.repeat(20)}`
const read = ({ data }: { data: string }) => {
  const abi = (Array.isArray(stake) ? stake : stake.abi) as never
  return decodeFunctionData({ abi, data: data as Hex }) as { functionName: string; args?: readonly unknown[] }
}

describe('what a wallet sends to the contract of stakes', () => {
  it('locks what it carries', () => {
    const call = lockCall(place, { units: 5n, says: 'Lock 5' })
    expect(call).toMatchObject({ to: place.contract, value: '5', chain_id: 'eip155:31337', says: 'Lock 5' })
    expect(read(call).functionName).toBe('lock')
  })

  it('asks for some back, carrying nothing', () => {
    const call = askUnlockCall(place, { units: 7n, says: '' })
    expect(call.value).toBe('0')
    expect(read(call)).toMatchObject({ functionName: 'askUnlock', args: [7n] })
  })

  it('takes what is free to where it is told', () => {
    const { functionName, args } = read(unlockCall(place, WHO, ''))
    expect([functionName, String(args?.[0]).toLowerCase()]).toEqual(['unlock', WHO])
  })
})
