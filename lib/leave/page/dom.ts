type Child = Node | string | null
type Props = { class?: string; on?: Record<string, (event: Event) => void>; [attribute: string]: unknown }

/** An element with attributes, listeners and children. Text stays text: nothing here is ever parsed as HTML. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  const { on = {}, ...attributes } = props
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value))
  }
  for (const [event, listener] of Object.entries(on)) element.addEventListener(event, listener)
  element.append(...children.filter((child) => child !== null))
  return element
}

/** A control with its label above it and, where it needs one, a hint below. */
export function field(label: string, control: HTMLElement, hint?: string): HTMLElement {
  const id = control.id || `field-${label.toLowerCase().replace(/[^a-z]+/g, '-')}`
  control.id = id
  if (hint) control.setAttribute('aria-describedby', `${id}-hint`)
  return el(
    'p',
    { class: 'field' },
    el('label', { for: id }, label),
    control,
    hint ? el('span', { class: 'hint', id: `${id}-hint` }, hint) : null,
  )
}

/** A button that does one thing at a time. */
export function button(label: string, act: () => Promise<unknown> | unknown, kind = ''): HTMLButtonElement {
  const pressed = async () => {
    if (made.getAttribute('aria-disabled') === 'true') return
    made.setAttribute('aria-disabled', 'true')
    try {
      await act()
    } finally {
      made.removeAttribute('aria-disabled')
    }
  }
  const made = el('button', { type: 'button', class: kind, on: { click: () => void pressed() } }, label)
  return made
}

export function definitions(rows: readonly (readonly [string, string])[]): HTMLElement {
  return el('dl', {}, ...rows.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))))
}

/** What went well is said politely, what went wrong at once. */
export function notice(): { node: HTMLElement; say(text: string): void; complain(text: string): void } {
  const said = el('p', { role: 'status', class: 'said' })
  const wrong = el('p', { role: 'alert', class: 'wrong' })
  return {
    node: el('div', {}, said, wrong),
    say: (text) => {
      said.textContent = text
      wrong.textContent = ''
    },
    complain: (text) => {
      said.textContent = ''
      wrong.textContent = text
    },
  }
}

export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : 'It did not work, and nobody says why.'
