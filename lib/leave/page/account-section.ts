import type { Hex } from '../../proof/hash'
import { sayWho } from '../say'
import { rpcWallet } from '../wallets'
import { type BrowserWallet, connectTo, findBrowserWallets } from './browser-wallets'
import { button, el, field, messageOf, notice } from './dom'
import type { Scene } from './scene'

/** Who acts: an account of a wallet in this browser, or one the local chain's node signs for. */
export function accountSection(scene: Scene): HTMLElement {
  const told = notice()
  const wallets = el('div', { class: 'row' })
  const ofNode = el('div')
  const section = el(
    'section',
    { hidden: true, 'aria-label': 'Who you are' },
    el('h2', {}, 'Who you are'),
    el('p', {}, 'To look you need to be nobody. To sign or send, act as one of the accounts.'),
    wallets,
    ofNode,
    told.node,
  )

  const actAs = (address: Hex, ask: BrowserWallet['ask']) => {
    scene.wallet = rpcWallet(ask, address)
    const who = scene.deal ? sayWho(address, scene.deal) : address
    told.say(who === address ? `You act as ${address}.` : `You act as ${who}, ${address}.`)
    scene.changed()
  }
  const connect = async (wallet: BrowserWallet) => {
    try {
      if (scene.deal) actAs(await connectTo(wallet, scene.deal.chainId), wallet.ask)
    } catch (error) {
      told.complain(messageOf(error))
    }
  }
  findBrowserWallets((wallet) => wallets.append(button(`Connect ${wallet.name}`, () => connect(wallet))))

  let listed: unknown = null
  scene.onChange(() => {
    section.hidden = scene.deal === null
    const { ask } = scene
    if (!ask || listed === ask) return
    listed = ask
    ofNode.replaceChildren()
    if (scene.through !== 'node') return
    void listAccounts(ask).then((accounts) => ofNode.replaceChildren(...chooser(accounts, (one) => actAs(one, ask))))
  })
  return section
}

function chooser(accounts: readonly Hex[], choose: (account: Hex) => void): HTMLElement[] {
  if (accounts.length === 0) return []
  const select = el(
    'select',
    { on: { change: () => select.value && choose(select.value as Hex) } },
    el('option', { value: '' }, 'None of them'),
    ...accounts.map((account) => el('option', { value: account }, account)),
  )
  return [
    field('An account of the node', select, 'The node of a local chain signs for its demo wallets, worth nothing.'),
  ]
}

/** Nodes of real chains have none, or do not say. */
async function listAccounts(ask: BrowserWallet['ask']): Promise<Hex[]> {
  const accounts = await ask('eth_accounts', []).catch(() => [])
  return Array.isArray(accounts) ? accounts.map((account) => String(account).toLowerCase() as Hex) : []
}
