import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { newSecret } from './secret'
import { signedHeaders } from './sign'
import { accepts } from './standard-webhooks.fixture'

const ID = '0193f1a2-7c1e-7b3a-9d0e-5f2a6c4b8d10'
const BODY = JSON.stringify({ name: 'Zoë <b>&</b> \u2028 🚲 \ud800', amount: '10' })
const bytes = (text: string) => new TextEncoder().encode(text)

describe('signedHeaders', () => {
  it('is what the specification’s example says', () => {
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
    const headers = signedHeaders('msg_p5jXN8AQM9LWM0D4loKWxJek', new Date(1_614_265_330_000), '{"test": 2432232314}', [
      secret,
    ])
    expect(headers).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    })
  })

  it('is accepted by a verifier of our own and by the library’s, with either secret of a rotation', () => {
    const [older, newer, never] = [newSecret(), newSecret(), newSecret()]
    const headers = signedHeaders(ID, new Date(), BODY, [newer, older])
    for (const secret of [older, newer]) {
      expect(accepts(secret, headers, bytes(BODY))).toBe(true)
      expect(new Webhook(secret).verify(BODY, headers)).toEqual(JSON.parse(BODY))
    }
    expect(accepts(never, headers, bytes(BODY))).toBe(false)
    expect(accepts(newer, headers, bytes(`${BODY} `))).toBe(false)
    expect(accepts(newer, { ...headers, 'webhook-id': `${ID}0` }, bytes(BODY))).toBe(false)
    expect(accepts(newer, { ...headers, 'webhook-timestamp': '1' }, bytes(BODY))).toBe(false)
  })
})

it('makes secrets of 32 bytes', () => {
  expect(newSecret()).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  expect(newSecret()).not.toBe(newSecret())
})
