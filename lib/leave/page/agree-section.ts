import { parseAmount } from '../../funds/format-amount'
import type { SignedSettle } from '../../stake/calls'
import { writeOffer } from '../leave-file'
import { sayTime, sayWho } from '../say'
import { refusalOf } from '../send-call'
import { ENDINGS, type Ending, settleDigest, settleQuestion, settleText, troubleWith } from '../settlement'
import { button, definitions, el, field, messageOf, notice } from './dom'
import type { Scene } from './scene'

const SAY = {
  FULFILLED: 'Fulfilled: everything goes back to whom it came from',
  CREATOR_WIN: 'The creator wins: the counterparty’s bond is lost',
  COUNTERPARTY_WIN: 'The counterparty wins: the creator’s bond is lost',
  DRAW: 'A draw: everything goes back',
  NO_CONTEST: 'Called off: everything goes back',
  SPLIT: 'A split: what is held is divided as you say',
} as const

/** What the parties sign: chosen, shown whole, signed, handed over; and what the other one handed over. */
export function agreeSection(scene: Scene): HTMLElement {
  const told = notice()
  const ending = el('select', {}, ...ENDINGS.map((name) => el('option', { value: name }, SAY[name])))
  const amount = el('input', { type: 'text', inputmode: 'decimal', autocomplete: 'off' })
  const amountField = field('To the creator', amount, 'The rest goes to the counterparty.')
  const showAmount = () => {
    amountField.hidden = ending.value !== 'SPLIT'
  }
  ending.addEventListener('change', showAmount)
  showAmount()

  const shown = el('div')
  const show = () => {
    try {
      const { deal, file, wallet } = scene
      if (!deal || !file || !wallet) throw new Error('Say first who you are.')
      const message = settleText(deal, file.challenge, wallet.address, chosen(deal.token.decimals))
      shown.replaceChildren(...question(message))
    } catch (error) {
      told.complain(messageOf(error))
    }
  }
  const chosen = (decimals: number): Ending => {
    if (ending.value !== 'SPLIT') return { outcome: ending.value }
    const parsed = parseAmount(amount.value, decimals)
    if ('error' in parsed) throw new Error(parsed.error)
    return { outcome: 'SPLIT', toCreator: parsed.units }
  }

  const question = (message: SignedSettle['message']): HTMLElement[] => {
    if (!scene.deal) return []
    const heading = el('h3', { tabindex: '-1' }, 'You would sign')
    const fields = Object.entries(message).map(([name, value]) => [name, value] as const)
    setTimeout(() => heading.focus())
    return [
      heading,
      definitions([
        ...fields,
        ['good until', sayTime(BigInt(message.validUntil))],
        ['digest', settleDigest(scene.deal, message)],
      ]),
      button('Sign it', () => sign(message), 'main'),
    ]
  }
  const sign = async (message: SignedSettle['message']) => {
    const { deal, file, wallet } = scene
    if (!deal || !file || !wallet) return
    try {
      const signature = await wallet.signTypedData(settleQuestion(deal, message))
      const text = writeOffer(file, { message, signer: wallet.address, signature })
      scene.add(text)
      shown.replaceChildren(...handOver(text))
      told.say('Signed. Nothing has been sent yet.')
      scene.changed()
    } catch (error) {
      told.complain(refusalOf(error))
    }
  }

  return el(
    'section',
    { 'aria-label': 'Agree how it ends', hidden: true },
    el('h2', {}, 'Agree how it ends'),
    el(
      'p',
      {},
      'When both have signed the same, either can end the deal with it, at any time. A signature is good for 24 hours.',
    ),
    ...offersOf(scene),
    field('How it ends', ending),
    amountField,
    button('Show what I would sign', show),
    shown,
    told.node,
    ...adder(scene),
  )
}

function handOver(text: string): HTMLElement[] {
  const area = el('textarea', { rows: 8, readonly: true, spellcheck: 'false' })
  area.value = text
  const href = `data:application/json;charset=utf-8,${encodeURIComponent(text)}`
  return [
    field('Hand this to the other party', area),
    el('p', {}, el('a', { href, download: 'signed.json' }, 'Save it as a file')),
  ]
}

/** What is signed already, and why it counts or does not. */
function offersOf(scene: Scene): HTMLElement[] {
  const list = el('ul')
  scene.onChange(async () => {
    const { deal, file } = scene
    if (!deal || !file) return
    const rows = await Promise.all(
      file.offers.map(async (offer) => {
        const trouble = await troubleWith(deal, offer)
        const worth = trouble
          ? `worth nothing now: ${trouble}`
          : `good until ${sayTime(BigInt(offer.message.validUntil))}`
        return el('li', {}, `${offer.message.outcome}, signed by ${sayWho(offer.signer, deal)}; ${worth}`)
      }),
    )
    list.replaceChildren(...(rows.length > 0 ? rows : [el('li', {}, 'Nothing is signed in this file.')]))
  })
  return [list]
}

function adder(scene: Scene): HTMLElement[] {
  const told = notice()
  const pasted = el('textarea', { rows: 3, spellcheck: 'false', autocomplete: 'off' })
  const add = () => {
    try {
      scene.add(pasted.value)
      pasted.value = ''
      told.say('Added.')
      scene.changed()
    } catch (error) {
      told.complain(messageOf(error))
    }
  }
  return [field('What the other party handed you', pasted), button('Add it', add), told.node]
}
