import { describe, expect, it } from 'vitest'
import { CATALOGUE } from '@/lib/event/catalogue'
import { cleanLine, quoteTitle } from '../clean-line'
import type { Letter } from '../letter'
import { toMail, toShortText } from '../to-mail'
import { changedLetter, codeLetter, inviteLetter } from './account'
import { type LetterContext, letterOf, type ToldEvent } from './of-event'

const APP = 'https://desk.example.org'
const stop = {
  page: 'https://desk.example.org/unsubscribe/t',
  oneClick: 'https://desk.example.org/api/v1/notifications/unsubscribe/t',
}
const context = (change: Partial<LetterContext> = {}): LetterContext => ({
  appUrl: 'https://desk.example.org',
  challenge: {
    title: 'Bike for 0.4 ETH',
    your_role: 'counterparty',
    status: 'AWAITING_COUNTERPARTY',
    mode: 'GATEKEEPER',
    accepted_at: null,
    outcome: null,
  },
  organization: null,
  stop,
  ...change,
})
const example = (type: keyof typeof CATALOGUE): ToldEvent => ({
  type,
  subject: CATALOGUE[type].subject,
  source: 'desk',
  data: CATALOGUE[type].data,
})
const titled = (title: string) =>
  context({ challenge: { ...context().challenge, title } as LetterContext['challenge'] })
const TYPES = Object.keys(CATALOGUE) as (keyof typeof CATALOGUE)[]

describe('every type of the catalogue', () => {
  it.each(TYPES)('%s has words of its own, one link, and a way to stop', (type) => {
    const letter = letterOf(example(type), context())
    const { subject, text, html, headers } = toMail(letter)
    expect(subject).not.toContain(type)
    expect(subject.length).toBeLessThanOrEqual(120)
    expect(letter.lines.every((line) => line.length > 5 && !/undefined|null|NaN|\[object/.test(line))).toBe(true)
    expect(html.match(/<a /g)).toHaveLength(2)
    expect(text.match(/https?:/g)).toHaveLength(2)
    expect(html).not.toMatch(/<(?:img|script|iframe|link|form)/)
    expect(headers).toMatchObject({
      'List-Unsubscribe': `<${stop.oneClick}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    })
    expect(toShortText(letter).length).toBeLessThanOrEqual(320)
  })

  it.each(TYPES)('%s is told without its challenge, and with data of another shape', (type) => {
    const letter = letterOf(
      { ...example(type), data: { outcome: 7, deadline_at: {}, amount: [], role: null } },
      context({ challenge: null }),
    )
    expect(toMail(letter).text).not.toMatch(/undefined|null|NaN|\[object|Invalid/)
  })
})

describe('what it says', () => {
  it('of a deadline that is near is when, and what happens then', () => {
    const { lines } = letterOf(example('challenge.deadline_near'), context())
    expect(lines.at(-1)).toBe('If nothing is done by 4 Dec 2026, 09:30 UTC, it expires, and nothing is taken.')
  })

  it('of a turn is different for who is asked and for others of the organization', () => {
    const turn = { ...example('challenge.turn'), data: { ...CATALOGUE['challenge.turn'].data, asked: 'confirm' } }
    expect(letterOf(turn, context()).subject).toBe('Your turn: “Bike for 0.4 ETH”')
    const other = context({ challenge: { ...context().challenge, your_role: 'creator' } as LetterContext['challenge'] })
    expect(letterOf(turn, other).subject).toBe('“Bike for 0.4 ETH” waits for your counterparty')
    expect(letterOf(example('challenge.turn'), context()).subject).toBe('You are asked to sign “Bike for 0.4 ETH”')
  })

  it('of a seat leads to its case', () => {
    const data = { challenge_id: 'c', case_id: `0x${'ab'.repeat(32)}`, role: 'panel', asked: 'vote', deadline_at: null }
    const letter = letterOf({ ...example('challenge.turn'), data }, context({ challenge: null }))
    expect(letter).toMatchObject({ subject: 'You were drawn for a panel' })
    expect(letter.link?.url).toBe(`https://desk.example.org/cases/0x${'ab'.repeat(32)}`)
  })

  it('of a bond is the exact amount', () => {
    expect(letterOf(example('bond.released'), context()).subject).toBe('0.05 ETH to take out: “Bike for 0.4 ETH”')
  })

  it('of a client’s own event is its type and subject', () => {
    const own = { type: 'order.paid', subject: 'order-1', source: 'key:shop', data: { secret: 'not told' } }
    const { text } = toMail(letterOf(own, context({ challenge: null, organization: 'Acme' })))
    expect(text).toContain('order paid about order-1')
    expect(text).toContain('of Acme')
    expect(text).not.toContain('not told')
  })
})

describe('text from people', () => {
  const hostile = '<script>alert(1)</script>" onload=x\r\nBcc: victim@example.org\u0000\u202eevil'

  it.each(TYPES)('in %s is shown as text, and breaks out of nothing', (type) => {
    const { subject, html, text, headers } = toMail(
      letterOf({ ...example(type), source: hostile }, { ...titled(hostile), organization: hostile }),
    )
    for (const line of [subject, ...Object.values(headers)]) expect(line).not.toMatch(/[\r\n\0\u202e]/)
    expect(html).not.toContain('<script')
    expect(html).not.toMatch(/" onload/)
    expect(text).not.toMatch(/^Bcc:/m)
  })

  it('is escaped once', () => {
    const { html, subject } = toMail(letterOf(example('challenge.completed'), titled('Tom & <b>Eve</b>’s "bike"')))
    expect(subject).toBe('Completed: “Tom & <b>Eve</b>’s "bike"”')
    expect(html).toContain('Completed: “Tom &amp; &lt;b&gt;Eve&lt;/b&gt;’s &quot;bike&quot;”')
  })

  it.each(['Go to evil.com now', 'https://evil', 'www.evil', 'Pay at пример.рф'])(
    'with a link in it is left out: %s',
    (title) => {
      expect(quoteTitle(title, 'an agreement')).toBe('an agreement')
      const url = 'https://desk.example.org/join/x'
      expect(toMail(inviteLetter({ title, url, deadlineAt: null, stop })).html).not.toContain(title)
    },
  )

  it.each(['evil.com', 'https://evil.com/x', 'www.evil', 'mailto:x@evil', '192.0.2.1', 'evil。com'])(
    'is no address to click on, wherever a member wrote it: %s',
    (address) => {
      const own = { type: 'evil.com', subject: address, source: address, data: {} }
      const letter = letterOf(own, context({ challenge: null, organization: address }))
      const { subject, text, html } = toMail(letter)
      for (const said of [subject, text, html, toShortText(letter)]) {
        expect(said).not.toContain(address)
        expect(said).not.toContain('evil.com')
        expect(said).toContain('evil com')
      }
    },
  )

  it('is never taken for a word of ours', () => {
    const own = { type: 'constructor', subject: 'order-1', source: 'key:1', data: {} }
    expect(letterOf(own, context()).subject).toBe('constructor: order-1')
  })

  it('is cut by whole characters', () => {
    expect(cleanLine('🚲'.repeat(10), 5)).toBe('🚲🚲🚲🚲…')
    expect(cleanLine('a\r\n\tb \u2028 c')).toBe('a b c')
    expect(quoteTitle(' \u200e ', 'nothing')).toBe('nothing')
    expect(quoteTitle('Bike for 0.4 ETH.', 'nothing')).toBe('“Bike for 0.4 ETH.”')
  })
})

describe('letters about the account', () => {
  it.each<[string, Letter]>([
    ['a code', codeLetter('012345', 'EMAIL', APP)],
    ['a code by text', codeLetter('012345', 'SMS', APP)],
  ])('%s says it, with no link and nothing to stop', (_, letter) => {
    const { text, html, headers, subject } = toMail(letter)
    for (const said of [text, html, subject, toShortText(letter)]) expect(said).toContain('012345')
    expect(html).not.toContain('<a ')
    expect(headers).not.toHaveProperty('List-Unsubscribe')
  })

  it('the last one leads to the sessions', () => {
    expect(changedLetter(APP).link?.url).toBe('https://desk.example.org/settings/sessions')
  })

  it('an invite says until when, and that it is bearer', () => {
    const letter = inviteLetter({
      title: 'Bike',
      url: 'https://desk.example.org/join/x',
      deadlineAt: new Date('2026-12-04T09:30:00Z'),
      stop,
    })
    expect(letter.subject).toBe('You are invited to sign “Bike”')
    expect(letter.lines.join(' ')).toContain('until 4 Dec 2026, 09:30 UTC')
    expect(letter.lines.join(' ')).toContain('may accept in your place')
  })
})
