import { type Abi, type AbiParameter, decodeFunctionData } from 'viem'
import { describe, expect, it } from 'vitest'
import compiled from '@/lib/chain/abi/challenge-escrow.json'
import type { Hex } from '@/lib/proof/hash'
import {
  approveCall,
  disputeCall,
  expireCall,
  fixSeedCall,
  joinCall,
  openCall,
  oracleCall,
  panelCall,
  pushCall,
  redrawCall,
  resolverCall,
  respondCall,
  seatCall,
  settleCall,
  voidCall,
  withdrawCall,
} from './calls'
import { someDeal, someOffer } from './deal.fixture'
import { ERC20_ABI, ESCROW_ABI } from './escrow-abi'

const ESCROW: Hex = `0x${'ec'.repeat(20)}`
const ID: Hex = `0x${'1d'.repeat(32)}`
const TOKEN: Hex = `0x${'70'.repeat(20)}`
const HASH: Hex = `0x${'4a'.repeat(32)}`

type Item = { type: string; name?: string; inputs?: readonly AbiParameter[]; stateMutability?: string }

/** What decides how a call is encoded and read: names and types, not what Solidity calls its structs. */
const shapeOf = (item: Item): unknown => ({
  type: item.type,
  name: item.name,
  inputs: item.inputs?.map(parameterShape),
  outputs: 'outputs' in item ? (item.outputs as AbiParameter[]).map(({ type }) => type) : undefined,
  stateMutability: item.stateMutability,
})
const parameterShape = (parameter: AbiParameter): unknown => ({
  name: parameter.name,
  type: parameter.type,
  components: 'components' in parameter ? parameter.components.map(parameterShape) : undefined,
})
const byName = (a: Item, b: Item) => `${a.type} ${a.name}`.localeCompare(`${b.type} ${b.name}`)

describe('the ABI kept by hand', () => {
  const theirs = (compiled.abi as readonly Item[]).filter(({ type }) => type === 'function')

  it.each([...ESCROW_ABI].sort(byName).map((item) => [`${item.type} ${item.name}`, item] as const))(
    'has %s as the compiled contract has it',
    (_, own) => {
      const same = theirs.find(({ type, name }) => type === own.type && name === own.name)
      expect(shapeOf(own)).toEqual(shapeOf(same ?? { type: 'missing' }))
    },
  )

  it('has every function that changes something', () => {
    const names = new Set<string>(ESCROW_ABI.map(({ type, name }) => `${type} ${name}`))
    const needed = theirs.filter(({ stateMutability }) => stateMutability !== 'view')
    const unknown = needed.filter(({ type, name }) => !names.has(`${type} ${name}`)).map(({ name }) => name)
    expect(unknown).toEqual([])
  })
})

/** What the compiled contract reads out of a call: not what we believe to have written. */
function read(data: Hex) {
  return decodeFunctionData({ abi: compiled.abi as Abi, data })
}

describe('a call', () => {
  const deal = someDeal({ creatorBase: 7n, counterpartyBase: 9n })
  const inToken = { ...deal, token: TOKEN }

  it('opens with the whole deal, and pays bond and base in coin', () => {
    const call = openCall(ESCROW, deal)
    expect(call).toMatchObject({ to: ESCROW, value: 1_007n })
    expect(read(call.data)).toMatchObject({
      functionName: 'open',
      args: [{ creatorBond: 1_000n, finalHash: deal.finalHash, panel: { struck: [] } }],
    })
  })

  it('joins and disputes for the other amounts', () => {
    expect(joinCall(ESCROW, ID, deal).value).toBe(509n)
    expect(disputeCall(ESCROW, ID, deal, HASH).value).toBe(100n)
    expect(read(disputeCall(ESCROW, ID, deal, HASH).data)).toEqual({ functionName: 'openDispute', args: [ID, HASH] })
    expect(read(joinCall(ESCROW, ID, deal).data)).toEqual({ functionName: 'join', args: [ID] })
  })

  it('sends no coin when the deal is in a token', () => {
    const calls = [openCall(ESCROW, inToken), joinCall(ESCROW, ID, inToken), disputeCall(ESCROW, ID, inToken, HASH)]
    expect(calls.map(({ value }) => value)).toEqual([0n, 0n, 0n])
  })

  it('allows exactly what is taken', () => {
    const call = approveCall(TOKEN, ESCROW, 1_007n)
    expect(call).toMatchObject({ to: TOKEN, value: 0n })
    expect(
      decodeFunctionData({ abi: ERC20_ABI, data: call.data })
        .args?.map(String)
        .map((arg) => arg.toLowerCase()),
    ).toEqual([ESCROW, '1007'])
  })

  it('settles with both texts and signatures, the creator’s first', () => {
    const [mine, theirs] = [someOffer({ deal: ID, nonce: '3' }, '0xaa'), someOffer({ deal: ID, nonce: '4' }, '0xbb')]
    const { functionName, args } = read(settleCall(ESCROW, mine, theirs).data)
    expect(functionName).toBe('settle')
    expect(args).toMatchObject([
      { deal: ID, finalHash: mine.message.final, outcome: 'FULFILLED', nonce: 3n, validUntil: 100_000n },
      '0xaa',
      { nonce: 4n },
      '0xbb',
    ])
  })

  it('splits when that is what was signed', () => {
    const half = someOffer({ outcome: 'SPLIT', toCreator: '700', toCounterparty: '800' })
    const { functionName, args } = read(settleCall(ESCROW, half, half).data)
    expect(functionName).toBe('split')
    expect(args?.[0]).toMatchObject({ toCreator: 700n, toCounterparty: 800n })
  })

  it('puts the votes of a panel in the order the contract wants', () => {
    const votes = ['0xcc', '0xaa', '0xbb'].map((start, at) => ({
      member: `${start}${'0'.repeat(38)}` as Hex,
      signature: `0x0${at}` as Hex,
    }))
    const { functionName, args } = read(panelCall(ESCROW, ID, 'COUNTERPARTY_WIN', votes).data)
    expect(functionName).toBe('settleByPanel')
    expect(args?.[1]).toBe(3)
    expect([args?.[2]].flat().map((member) => String(member).slice(2, 4).toLowerCase())).toEqual(['aa', 'bb', 'cc'])
    expect(args?.[3]).toEqual(['0x01', '0x02', '0x00'])
  })

  it('seats rows with their proofs', () => {
    const leaf = { index: 2, member: TOKEN, weightBefore: 10n, weight: 5n, proof: [HASH] }
    const { functionName, args } = read(seatCall(ESCROW, ID, 4, [leaf]).data)
    expect(functionName).toBe('seat')
    expect(args).toMatchObject([ID, 4, [{ index: 2n, weightBefore: 10n, weight: 5n }], [[HASH]]])
  })

  it.each([
    ['respond', respondCall(ESCROW, ID, HASH), [ID, HASH]],
    ['fixSeed', fixSeedCall(ESCROW, ID), [ID]],
    ['redraw', redrawCall(ESCROW, ID), [ID]],
    ['expire', expireCall(ESCROW, ID), [ID]],
    ['voidOffers', voidCall(ESCROW, ID), [ID]],
    ['settleByOracle', oracleCall(ESCROW, ID, 18_446_744_073_709_551_617n), [ID, 18_446_744_073_709_551_617n]],
  ])('names %s', (name, call, args) => {
    expect(call).toMatchObject({ to: ESCROW, value: 0n })
    expect(read(call.data)).toEqual({ functionName: name, args })
  })

  it('pays out to whom it says', () => {
    const lower = (data: Hex) => read(data).args?.map((arg) => String(arg).toLowerCase())
    expect(lower(withdrawCall(ESCROW, TOKEN, ESCROW).data)).toEqual([TOKEN, ESCROW])
    expect(lower(pushCall(ESCROW, TOKEN, ESCROW).data)).toEqual([TOKEN, ESCROW])
    expect(read(resolverCall(ESCROW, someOffer()).data).functionName).toBe('settleByResolver')
  })
})
