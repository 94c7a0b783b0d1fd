/** The little Markdown that docs/guides is written in, taken apart. Text stays text: there is no way to HTML. */

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'strong'; children: Inline[] }
  | { kind: 'link'; href: string; children: Inline[] }

export type Block =
  | { kind: 'heading'; level: number; id: string; text: string; children: Inline[] }
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'code'; language: string; text: string }
  | { kind: 'list'; ordered: boolean; items: Inline[][] }
  | { kind: 'table'; head: Inline[][]; rows: Inline[][][] }

const FENCE = /^```(\w*)/
const HEADING = /^(#{1,4}) +(.+)$/
const ITEM = /^(?:(-)|\d+\.) +(.*)$/
const TABLE_RULE = /^\|(?: *:?-+:? *\|)+$/

/** Pure: headings, paragraphs, fenced code, flat lists and tables; in them `code`, **strong** and [links](…). */
export function parseMarkdown(source: string): Block[] {
  const lines = source.replaceAll('\r\n', '\n').split('\n')
  const blocks: Block[] = []
  const taken = new Map<string, number>()
  let at = 0

  while (at < lines.length) {
    const line = lines[at] ?? ''
    if (line.trim() === '') at++
    else if (FENCE.test(line)) {
      const end = lines.findIndex((other, i) => i > at && other.startsWith('```'))
      const last = end === -1 ? lines.length : end
      blocks.push({ kind: 'code', language: FENCE.exec(line)?.[1] ?? '', text: lines.slice(at + 1, last).join('\n') })
      at = last + 1
    } else if (HEADING.test(line)) {
      blocks.push(toHeading(line, taken))
      at++
    } else {
      const end = endOfRun(lines, at)
      blocks.push(toBlock(lines.slice(at, end)))
      at = end
    }
  }
  return blocks
}

/** Pure: the words of a heading as the fragment of its address. */
export function slugOf(text: string): string {
  const words = text
    .toLowerCase()
    .normalize('NFKD')
    .match(/[a-z0-9]+/g)
  return words?.join('-') ?? 'section'
}

/** Lines that belong together end at an empty one, a heading or a fence. */
function endOfRun(lines: string[], from: number): number {
  const end = lines.findIndex((line, i) => i > from && (line.trim() === '' || HEADING.test(line) || FENCE.test(line)))
  return end === -1 ? lines.length : end
}

function toHeading(line: string, taken: Map<string, number>): Block {
  const [, marks = '', words = ''] = HEADING.exec(line) ?? []
  const children = parseInline(words.trim())
  const text = plainText(children)
  const slug = slugOf(text)
  const seen = taken.get(slug) ?? 0
  taken.set(slug, seen + 1)
  return { kind: 'heading', level: marks.length, id: seen === 0 ? slug : `${slug}-${seen + 1}`, text, children }
}

function toBlock(lines: string[]): Block {
  const [first = '', second = ''] = lines
  if (first.startsWith('|') && TABLE_RULE.test(second.trim())) {
    const [head = [], , ...rows] = lines.map(cellsOf)
    return { kind: 'table', head, rows }
  }
  if (!ITEM.test(first)) return { kind: 'paragraph', children: parseInline(joined(lines)) }

  const items: string[][] = []
  for (const line of lines) {
    const start = ITEM.exec(line)
    if (start) items.push([start[2] ?? ''])
    else items.at(-1)?.push(line)
  }
  return { kind: 'list', ordered: !first.startsWith('-'), items: items.map((item) => parseInline(joined(item))) }
}

const joined = (lines: string[]) => lines.map((line) => line.trim()).join(' ')

function cellsOf(line: string): Inline[][] {
  const cells = line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
  return cells.map((cell) => parseInline(cell.trim().replaceAll('\\|', '|')))
}

const INLINE = /`([^`]+)`|\*\*(.+?)\*\*|\[([^\]]+)\]\(([^)\s]+)\)/g

/** Pure: one run of text. */
export function parseInline(text: string): Inline[] {
  const parts: Inline[] = []
  let from = 0
  for (const match of text.matchAll(INLINE)) {
    const [whole, code, strong, label, href] = match
    if (match.index > from) parts.push({ kind: 'text', text: text.slice(from, match.index) })
    if (code !== undefined) parts.push({ kind: 'code', text: code })
    else if (strong !== undefined) parts.push({ kind: 'strong', children: parseInline(strong) })
    else parts.push(toLink(label ?? '', href ?? ''))
    from = match.index + whole.length
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) })
  return parts
}

/** Links lead into this desk or to http(s); any other is its words alone. Guides name each other by file. */
function toLink(label: string, href: string): Inline {
  const guide = /^(?:\.\/)?([a-z0-9-]+)\.md(#[\w-]+)?$/.exec(href)
  const children = parseInline(label)
  if (guide) return { kind: 'link', href: `/docs/guides/${guide[1]}${guide[2] ?? ''}`, children }
  const isSafe = /^(?:https?:\/\/|\/(?!\/)|#)/.test(href)
  return isSafe ? { kind: 'link', href, children } : { kind: 'text', text: label }
}

export function plainText(inlines: Inline[]): string {
  return inlines.map((inline) => ('text' in inline ? inline.text : plainText(inline.children))).join('')
}
