import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseInline, parseMarkdown, plainText, slugOf } from './markdown'

const text = (words: string) => ({ kind: 'text', text: words })

describe('blocks', () => {
  it('tells headings, paragraphs, code, lists and tables apart', () => {
    const source = [
      '# One',
      'A line',
      'and its rest.',
      '## Two `x`',
      '```bash',
      '# not a heading',
      '',
      'npm start',
      '```',
      '- first',
      '  goes on',
      '- second',
      '',
      '1. step',
      '2. step',
      '',
      '| a | b |',
      '|---|---|',
      '| `c \\| d` | e |',
    ].join('\n')
    expect(parseMarkdown(source)).toEqual([
      { kind: 'heading', level: 1, id: 'one', text: 'One', children: [text('One')] },
      { kind: 'paragraph', children: [text('A line and its rest.')] },
      { kind: 'heading', level: 2, id: 'two-x', text: 'Two x', children: [text('Two '), { kind: 'code', text: 'x' }] },
      { kind: 'code', language: 'bash', text: '# not a heading\n\nnpm start' },
      { kind: 'list', ordered: false, items: [[text('first goes on')], [text('second')]] },
      { kind: 'list', ordered: true, items: [[text('step')], [text('step')]] },
      { kind: 'table', head: [[text('a')], [text('b')]], rows: [[[{ kind: 'code', text: 'c | d' }], [text('e')]]] },
    ])
  })

  it('gives two headings of the same words two addresses', () => {
    const ids = parseMarkdown('## Same\n\n## Same').map((block) => (block.kind === 'heading' ? block.id : null))
    expect(ids).toEqual(['same', 'same-2'])
  })

  it('takes a fence that is never closed to the end', () => {
    expect(parseMarkdown('```\na\n\nb')).toEqual([{ kind: 'code', language: '', text: 'a\n\nb' }])
  })

  it.each([
    ['What your wallet shows, and why', 'what-your-wallet-shows-and-why'],
    ['“…”', 'section'],
  ])('addresses %s as %s', (words, slug) => expect(slugOf(words)).toBe(slug))
})

describe('text', () => {
  it('has code, strong words and links', () => {
    expect(parseInline('a `b` **c `d`** [e](/f)')).toEqual([
      text('a '),
      { kind: 'code', text: 'b' },
      text(' '),
      { kind: 'strong', children: [text('c '), { kind: 'code', text: 'd' }] },
      text(' '),
      { kind: 'link', href: '/f', children: [text('e')] },
    ])
  })

  it.each(['javascript:location', '//elsewhere.example', 'data:text/html,x', 'JAVASCRIPT:x'])(
    'does not link to %s',
    (href) => {
      expect(parseInline(`[words](${href})`)).toEqual([text('words')])
    },
  )

  it('leads from guide to guide', () => {
    expect(parseInline('[x](self-hosting.md#keys)')).toEqual([
      { kind: 'link', href: '/docs/guides/self-hosting#keys', children: [text('x')] },
    ])
  })

  it('leaves tags as text', () => {
    expect(plainText(parseInline('<script>x</script>'))).toBe('<script>x</script>')
  })
})

it('reads every guide there is, beginning with its one title, with nothing left over', () => {
  for (const file of readdirSync('docs/guides')) {
    const blocks = parseMarkdown(readFileSync(`docs/guides/${file}`, 'utf8'))
    const levels = blocks.flatMap((block) => (block.kind === 'heading' ? [block.level] : []))
    expect([file, levels[0], levels.filter((level) => level === 1).length]).toEqual([file, 1, 1])
    const prose = blocks.flatMap((block) => (block.kind === 'paragraph' ? [plainText(block.children)] : []))
    expect([file, prose.filter((words) => /\*\*|^\||```|\]\(|^ *[-#>]/.test(words))]).toEqual([file, []])
  }
})
