import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  down,
  hanging,
  honest,
  html,
  type Kind,
  lagging,
  lying,
  rateLimiting,
  startProviders,
} from '../fakes/rpc-providers'
import { fund, startChain } from './chain'
import { type Challenge, type Client, signedIn } from './client'
import { accepted, checked, checkedOnce, completed, ENOUGH, gatekeeper, TOO_MUCH } from './deals'
import { type Desk, startDesk } from './desk'

/** Two can be believed. The others are everything that providers do. */
const MIX: Kind[] = [honest, honest, lying(10n ** 30n), lagging(40), hanging, rateLimiting, html]

let chain: Awaited<ReturnType<typeof startChain>>
let fakes: Awaited<ReturnType<typeof startProviders>>
let desk: Desk
let creator: Client
let bob: Client

beforeAll(async () => {
  chain = await startChain()
  const all = MIX.map(() => honest)
  fakes = await startProviders(all, chain.url)
  desk = await startDesk({ env: { RPC_31337: fakes.urls.join(',') } })
  ;[creator, bob] = await Promise.all([signedIn(desk), signedIn(desk)])
  await fund(chain.url, bob.address)
})
afterAll(async () => {
  await desk?.close()
  await fakes?.close()
  await chain?.close()
})

/** What the providers do from now on, one kind each. */
function provide(kinds: Kind[]): void {
  for (const [index, kind] of kinds.entries()) fakes.providers[index]?.become(kind)
}
const status = async (id: string) => (await creator.get<Challenge>(`/challenges/${id}`)).status

describe('a GATEKEEPER challenge', () => {
  it('is cancelled with E4021 and no number when the money is not there', async () => {
    const { id } = await accepted(creator, bob, gatekeeper(TOO_MUCH))
    const challenge = await checked(bob, id)
    expect(challenge).toMatchObject({
      status: 'CANCELLED',
      reason: { code: 'E4021' },
      verification: { counterparty: { funds: 'FAILED' } },
    })
    expect(challenge.reason?.text).not.toMatch(/\d/)
    expect(challenge.receipt_id).toBeUndefined()

    const again = await bob.call('POST', `/challenges/${id}/verify`)
    expect({ status: again.status, code: again.body.code }).toEqual({ status: 422, code: 'E4021' })
  })

  it('waits while no provider can be reached, and goes on by itself when they can', async () => {
    provide(MIX.map(() => down))
    const { id } = await accepted(creator, bob)
    const waiting = await bob.post<Challenge>(`/challenges/${id}/verify`)
    expect(waiting).toMatchObject({
      status: 'AWAITING_GATEKEEPER',
      verification: { counterparty: { funds: 'ERROR' } },
      traffic_light: { state: 'YELLOW' },
    })
    const check = await bob.call('POST', '/funds/check', {
      body: { wallet_address: bob.address, network: 'local', asset_type: 'NATIVE', min_balance: ENOUGH },
    })
    expect({ status: check.status, code: check.body.code }).toEqual({ status: 502, code: 'E2004' })
    expect(await status(id)).toBe('AWAITING_GATEKEEPER')

    provide(MIX.map(() => honest))
    await expect.poll(() => status(id), { timeout: 90_000, interval: 500 }).toBe('INTENT_LOCKED')
  })

  it('is not fooled by one provider that lies, either way', async () => {
    provide([lying(0n), ...MIX.slice(1).map(() => honest)])
    expect(await checked(bob, (await accepted(creator, bob)).id)).toMatchObject({ status: 'INTENT_LOCKED' })

    provide([lying(10n ** 30n), ...MIX.slice(1).map(() => honest)])
    const poor = await accepted(creator, bob, gatekeeper(TOO_MUCH))
    expect(await checked(bob, poor.id)).toMatchObject({ status: 'CANCELLED', reason: { code: 'E4021' } })
  })

  it('is told the truth by two honest providers among all kinds of others', async () => {
    provide(MIX)
    expect(await completed(creator, bob)).toMatchObject({ status: 'COMPLETED', outcome: 'FULFILLED' })

    const poor = await accepted(creator, bob, gatekeeper(TOO_MUCH))
    expect(await checked(bob, poor.id)).toMatchObject({ status: 'CANCELLED', reason: { code: 'E4021' } })
  })

  it('waits when nobody honest is left to agree', async () => {
    provide([honest, lying(10n ** 30n), down, down, hanging, rateLimiting, html])
    const { id } = await accepted(creator, bob)
    expect(await checkedOnce(bob, id)).toMatchObject({
      status: 'AWAITING_GATEKEEPER',
      verification: { counterparty: { funds: 'ERROR' } },
    })

    provide(MIX)
    expect(await checked(bob, id)).toMatchObject({ status: 'INTENT_LOCKED' })
  })
})
