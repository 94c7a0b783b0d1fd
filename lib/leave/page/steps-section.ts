import type { Hex } from '../../proof/hash'
import { sayAmount } from '../say'
import { refusalOf, tryCall, waitForReceipt } from '../send-call'
import { type LabelledCall, type Step, stepsOf, type Wish } from '../steps'
import { button, definitions, el, field, messageOf, notice } from './dom'
import type { Scene } from './scene'

/** Everything that can be done now, what it does, who pays; what is sent is shown whole before it is. */
export function stepsSection(scene: Scene): HTMLElement {
  const able = el('div')
  const unable = el('ul', { class: 'unable' })
  const told = notice()
  const section = el(
    'section',
    { hidden: true, 'aria-label': 'What can be done' },
    el('h2', {}, 'What can be done'),
    able,
    told.node,
    el('h3', {}, 'Not now'),
    unable,
  )

  const draw = async () => {
    const { deal, file } = scene
    if (!deal || !file) return
    section.hidden = false
    const steps = await stepsOf(deal, file, { you: scene.wallet?.address ?? null })
    const possible = steps.filter(({ why }) => why === null)
    able.replaceChildren(...possible.map((step) => article(scene, step, told)))
    if (possible.length === 0)
      able.replaceChildren(el('p', {}, 'Nothing, as things stand. Below is why, and what each waits for.'))
    unable.replaceChildren(
      ...steps.filter(({ why }) => why).map(({ title, why }) => el('li', {}, el('strong', {}, `${title}.`), ` ${why}`)),
    )
  }
  scene.onChange(() => void draw())
  return section
}

type Told = ReturnType<typeof notice>

function article(scene: Scene, step: Step, told: Told): HTMLElement {
  const shown = el('div')
  const own = ownInput(step)
  const show = async () => {
    try {
      const calls = await callsOf(scene, step, own.read())
      shown.replaceChildren(...calls.map(callTable), sender(scene, step, calls, told))
    } catch (error) {
      told.complain(messageOf(error))
    }
  }
  return el(
    'article',
    { 'aria-label': step.title },
    el('h3', {}, step.title),
    el('p', {}, step.does),
    el('p', { class: 'soft' }, step.pays),
    own.node,
    button('Show what is sent', show),
    shown,
  )
}

/** What a step needs of whoever takes it. */
function ownInput(step: Step): { node: HTMLElement | null; read(): Partial<Wish> } {
  if (step.name === 'dispute') {
    const reason = el('textarea', { rows: 3, id: 'reason' })
    const read = () => {
      if (!reason.value.trim()) throw new Error('Say why. Keep the text: only its hash goes on chain.')
      return { reason: reason.value }
    }
    return { node: field('Why you dispute it', reason, 'Keep this text: only its hash goes on chain.'), read }
  }
  if (step.name === 'withdraw') {
    const to = el('input', { type: 'text', id: 'withdraw-to', spellcheck: 'false', autocomplete: 'off' })
    const read = (): Partial<Wish> => {
      const address = to.value.trim().toLowerCase()
      if (!address) return {}
      if (!/^0x[0-9a-f]{40}$/.test(address)) throw new Error('That is not an address.')
      return { to: address as Hex }
    }
    return { node: field('To another account', to, 'Empty: to yourself.'), read }
  }
  return { node: null, read: () => ({}) }
}

async function callsOf(scene: Scene, { name }: Step, own: Partial<Wish>): Promise<LabelledCall[]> {
  const { deal, file, wallet } = scene
  if (!deal || !file) return []
  const steps = await stepsOf(deal, file, { you: wallet?.address ?? null, ...own })
  return steps.find((step) => step.name === name)?.calls ?? []
}

function callTable({ says, to, value, data }: LabelledCall): HTMLElement {
  const rows = [
    ['to', to],
    ['value', String(value)],
    ['data', data],
  ] as const
  return el('div', { class: 'call' }, el('p', {}, el('strong', {}, says)), definitions(rows))
}

function sender(scene: Scene, { title }: Step, calls: readonly LabelledCall[], told: Told): HTMLElement {
  const send = async () => {
    const { ask, wallet } = scene
    try {
      if (!ask || !wallet) throw new Error('Say first who you are: somebody has to send it.')
      for (const call of calls) {
        await tryCall(ask, wallet.address, call)
        told.say(`${call.says}: confirm it in your wallet.`)
        const hash = await wallet.send(call)
        told.say(`${call.says}: sent as ${hash}. Waiting for a block…`)
        await waitForReceipt(ask, hash)
      }
      await scene.read()
      told.say(`${title}: done.${restOf(scene)}`)
    } catch (error) {
      told.complain(refusalOf(error))
    }
  }
  return button('Send it', send, 'main')
}

function restOf({ deal, wallet }: Scene): string {
  const credited = deal?.standings.find(({ account }) => account === wallet?.address)?.credited ?? 0n
  return deal && credited > 0n ? ` ${sayAmount(credited, deal)} is credited to you: withdraw it.` : ''
}
