import { encodeAbiParameters, encodeErrorResult, parseAbi } from 'viem'
import { describe, expect, it } from 'vitest'
import { ProviderFailure } from '@/lib/chain/provider-failure'
import type { Provider } from '@/lib/chain/providers'
import { askAll } from './resolve-name'

const ANN = `0x${'a1'.repeat(20)}`
const BOB = `0x${'b0'.repeat(20)}`

const says = (answer: () => unknown): Provider => ({ label: 'p', host: 'h', request: async () => answer() })
/** What ENS' universal resolver answers: the resolver's own answer, and which resolver it was. */
const points = (address: string) =>
  says(() => {
    const inner = encodeAbiParameters([{ type: 'address' }], [address as `0x${string}`])
    return encodeAbiParameters([{ type: 'bytes' }, { type: 'address' }], [inner, `0x${'00'.repeat(20)}`])
  })
const fails = says(() => {
  throw new ProviderFailure('timeout')
})
const reverts = (data: `0x${string}`) =>
  says(() => {
    throw new ProviderFailure('reverted', { data })
  })
const NOT_FOUND = encodeErrorResult({ abi: parseAbi(['error ResolverNotFound(bytes name)']), args: ['0x00'] })
const ELSEWHERE = encodeErrorResult({
  abi: parseAbi(['error OffchainLookup(address, string[], bytes, bytes4, bytes)']),
  args: [BOB as `0x${string}`, ['http://169.254.169.254/{data}'], '0x', '0x00000000', '0x'],
})

const code = (providers: Provider[]) =>
  askAll(providers, 'ann.eth').then(
    ({ address, providers_agreed }) => [address, providers_agreed],
    (error: { code: string }) => error.code,
  )

describe('an ENS name', () => {
  it('is the address all who answer agree on', async () => {
    expect(await code([points(ANN), points(ANN)])).toEqual([ANN, 2])
    expect(await code([points(ANN), fails])).toEqual([ANN, 1])
  })

  it('is refused when one of them says something else', async () => {
    expect(await code([points(ANN), points(BOB)])).toBe('E2004')
    expect(await code([points(ANN), reverts(NOT_FOUND)])).toBe('E2004')
  })

  it('points nowhere, or nobody knows', async () => {
    expect(await code([reverts(NOT_FOUND)])).toBe('E1001')
    expect(await code([points(`0x${'00'.repeat(20)}`)])).toBe('E1001')
    expect(await code([fails, fails])).toBe('E2004')
  })

  it('never makes the desk ask a web server that the name’s owner chose', async () => {
    expect(await code([reverts(ELSEWHERE)])).toBe('E1001')
  })
})
