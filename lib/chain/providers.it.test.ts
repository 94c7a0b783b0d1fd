import { inspect } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import {
  confused,
  down,
  endless,
  hanging,
  honest,
  html,
  type Kind,
  quoting,
  rateLimiting,
  redirecting,
  startProvider,
  unbatched,
} from '@/test/fakes/rpc-providers'
import { rpcUrl } from '@/test/services/chain'
import { fetchBlock, toQuantity } from './answers'
import { isProviderFailure, ProviderFailure } from './provider-failure'
import { openProvider } from './providers'

const started: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(started.splice(0).map((provider) => provider.close()))
})

/** Only one that never answers is given little time: the others are not to be late on a slow machine. */
async function provider(kind: Kind) {
  const fake = await startProvider(kind, rpcUrl())
  started.push(fake)
  return { fake, provider: openProvider(fake.url, 'provider 1', kind === hanging ? 300 : 10_000) }
}

const failureOf = async (work: Promise<unknown>): Promise<ProviderFailure> => {
  const error = await work.then(
    () => expect.unreachable('it should have failed'),
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(ProviderFailure)
  return error as ProviderFailure
}

const NOBODY = '0x00000000000000000000000000000000000000ff'

describe('a provider', () => {
  it('answers calls, those of one turn in one request', async () => {
    const { fake, provider: honestOne } = await provider(honest)
    const [latest, first, balance] = await Promise.all([
      fetchBlock(honestOne, 'latest'),
      fetchBlock(honestOne, 0),
      honestOne.request('eth_getBalance', [NOBODY, 'latest']),
    ])
    expect(latest.number).toBeGreaterThanOrEqual(first.number)
    expect(toQuantity(balance)).toBe(0n)
    expect(fake.requests()).toBe(1)
  })

  it('does without batches where they are not served', async () => {
    const { fake, provider: plain } = await provider(unbatched)
    const blocks = await Promise.all([fetchBlock(plain, 'latest'), fetchBlock(plain, 0)])
    expect(blocks[1].number).toBe(0)
    expect(fake.requests()).toBe(3)
    await Promise.all([fetchBlock(plain, 'latest'), fetchBlock(plain, 0)])
    expect(fake.requests()).toBe(5)
  })

  it('sends contract calls apart, so that a slow contract holds up nobody', async () => {
    const { fake, provider: honestOne } = await provider(honest)
    await Promise.all([
      fetchBlock(honestOne, 'latest'),
      honestOne.request('eth_call', [{ to: NOBODY, data: '0x' }, 'latest']),
    ])
    expect(fake.requests()).toBe(2)
  })

  it.each<[string, Kind, string]>([
    ['hangs', hanging, 'timeout'],
    ['answers 429', rateLimiting, 'http'],
    ['answers a page', html, 'not-json'],
    ['never stops', endless, 'too-large'],
    ['cuts the line', down, 'network'],
    ['answers somebody else', confused, 'bad-answer'],
    ['sends elsewhere', redirecting('http://127.0.0.1:1/'), 'http'],
    ['answers errors', quoting('some words'), 'rpc'],
  ])('that %s fails in a known way', async (_, kind, code) => {
    const { provider: bad } = await provider(kind)
    expect((await failureOf(fetchBlock(bad, 'latest'))).code).toBe(code)
    expect((await failureOf(bad.request('eth_call', [{}, 'latest']))).code).toBe(code)
    const both = await Promise.allSettled([fetchBlock(bad, 'latest'), fetchBlock(bad, 0)])
    for (const one of both) expect(one.status === 'rejected' && isProviderFailure(one.reason)).toBe(true)
  })

  it('that is not there fails in a known way', async () => {
    const { fake, provider: gone } = await provider(honest)
    await fake.close()
    started.splice(0)
    expect((await failureOf(fetchBlock(gone, 'latest'))).code).toBe('network')
  })

  it('that closed an idle connection is asked again over a new one', async () => {
    const { fake, provider: restarting } = await provider(honest)
    await fetchBlock(restarting, 0)
    fake.dropConnections()
    expect((await fetchBlock(restarting, 0)).number).toBe(0)
  })

  it('tells a contract’s refusal from its own', async () => {
    const { provider: refusing } = await provider(quoting('execution reverted'))
    expect((await failureOf(refusing.request('eth_call', [{}, 'latest']))).code).toBe('reverted')
  })

  it.each<[string, Kind]>([
    ['hangs', hanging],
    ['answers 429', rateLimiting],
    ['answers a page', html],
    ['cuts the line', down],
    ['quotes its URL', quoting('https://eth.example/v2/sEcReTkEy')],
  ])('that %s leaves no trace of its URL in the error', async (_, kind) => {
    const { fake, provider: bad } = await provider(kind)
    const failure = await failureOf(fetchBlock(bad, 'latest'))
    const printed = inspect(failure, { depth: 10, showHidden: true }) + JSON.stringify(failure) + failure.stack
    expect(printed).not.toMatch(/sEcReTkEy/)
    expect(printed).not.toContain(new URL(fake.url).port)
    expect(inspect(bad, { depth: 10 })).not.toMatch(/sEcReTkEy/)
  })
})
