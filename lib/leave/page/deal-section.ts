import { httpAsk } from '../http-ask'
import { factsOf } from '../say'
import { type BrowserWallet, findBrowserWallets } from './browser-wallets'
import { button, definitions, el, field, messageOf, notice } from './dom'
import type { Scene } from './scene'

/** Which deal, and how it stands. */
export function dealSection(scene: Scene): HTMLElement[] {
  const chosen = el('input', { type: 'file', accept: '.json,application/json', multiple: true })
  const pasted = el('textarea', { rows: 3, spellcheck: 'false', autocomplete: 'off' })
  const node = el('input', { type: 'url', inputmode: 'url', spellcheck: 'false', placeholder: 'http://127.0.0.1:8545' })
  const told = notice()

  const read = async (wallet?: BrowserWallet) => {
    try {
      const texts = await Promise.all([...(chosen.files ?? [])].map((file) => file.text()))
      if (pasted.value.trim()) texts.push(pasted.value)
      if (texts.length > 0) scene.file = null
      for (const text of texts) scene.add(text)
      if (wallet) scene.readThrough(wallet.ask, 'wallet')
      else {
        if (!node.value.trim()) node.value = scene.file?.localNode ?? ''
        if (node.value.trim()) scene.readThrough(httpAsk(toUrl(node.value)), 'node')
      }
      told.say('Reading the chain…')
      await scene.read()
      told.say('Read from the chain.')
      facts.focus()
    } catch (error) {
      told.complain(messageOf(error))
    }
  }

  const again = async () => {
    try {
      await scene.read()
      facts.focus()
    } catch (error) {
      told.complain(messageOf(error))
    }
  }
  const wallets = el('span')
  findBrowserWallets((wallet) => wallets.append(button(`Read it through ${wallet.name}`, () => read(wallet))))

  const facts = el('h2', { tabindex: '-1' }, 'How it stands')
  const table = el('div')
  const standing = el(
    'section',
    { hidden: true, 'aria-label': 'How it stands' },
    facts,
    table,
    button('Read it again', again),
  )
  scene.onChange(() => {
    if (!scene.deal) return
    standing.hidden = false
    table.replaceChildren(definitions(factsOf(scene.deal)))
  })

  return [
    el(
      'section',
      { 'aria-label': 'The deal' },
      el('h2', {}, 'The deal'),
      field(
        'The deal’s file',
        chosen,
        'The file of the deal, or its bundle, and what the other party handed you. It is not sent anywhere.',
      ),
      field('Or paste it here', pasted),
      field('A node of its chain', node, 'Any node will do. Everything is read from the chain, nothing from a desk.'),
      button('Read the deal', () => read(), 'main'),
      wallets,
      told.node,
    ),
    standing,
  ]
}

/** A node on this machine may be reached openly; others see which accounts ask, so not over the open net. */
function toUrl(text: string): string {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null
  const isNear = url !== null && ['localhost', '127.0.0.1'].includes(url.hostname)
  if (url?.protocol === 'https:' || (isNear && url.protocol === 'http:')) return url.href
  throw new Error('The node’s URL starts with https://, or with http:// on this machine.')
}
