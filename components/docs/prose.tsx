import Link from 'next/link'
import { Fragment, type ReactNode } from 'react'
import { CodeBox } from './code-box'
import { type Block, type Inline, plainText } from './markdown'
import { Scrolls } from './scrolls'

/** A guide as a document. Its first heading is the page's own and stands above. */
export function Prose({ blocks }: { blocks: Block[] }) {
  return (
    <div className="max-w-[42em]">
      {each(blocks, (block, index) => (
        <Piece block={block} after={headingBefore(blocks, index)} />
      ))}
    </div>
  )
}

/** What a box of code is called: the heading it stands under. */
function headingBefore(blocks: Block[], index: number): string {
  const heading = blocks.slice(0, index).findLast((block) => block.kind === 'heading')
  return heading?.kind === 'heading' ? heading.text : 'Example'
}

function Piece({ block, after }: { block: Block; after: string }) {
  switch (block.kind) {
    case 'heading':
      return <Heading block={block} />
    case 'paragraph':
      return (
        <p className="mt-4 font-serif text-[1.12rem] leading-relaxed [overflow-wrap:anywhere]">
          {inline(block.children)}
        </p>
      )
    case 'code':
      return <CodeBox label={`${block.language || 'Text'}: ${after}`}>{block.text}</CodeBox>
    case 'list':
      return <List block={block} />
    case 'table':
      return <Table block={block} label={after} />
  }
}

function Heading({ block }: { block: Extract<Block, { kind: 'heading' }> }) {
  const Tag = block.level === 2 ? 'h2' : block.level === 3 ? 'h3' : 'h4'
  const size = block.level === 2 ? 'mt-11 text-[1.5rem]' : 'mt-8 text-[1.2rem]'
  return (
    <Tag id={block.id} className={`scroll-mt-6 ${size}`}>
      {inline(block.children)}
    </Tag>
  )
}

function List({ block }: { block: Extract<Block, { kind: 'list' }> }) {
  const Tag = block.ordered ? 'ol' : 'ul'
  return (
    <Tag
      className={`mt-4 grid gap-y-2 pl-[1.4em] font-serif text-[1.12rem] leading-relaxed marker:text-soft [overflow-wrap:anywhere] ${block.ordered ? 'list-decimal' : 'list-disc'}`}
    >
      {each(block.items, (item) => (
        <li>{inline(item)}</li>
      ))}
    </Tag>
  )
}

function Table({ block, label }: { block: Extract<Block, { kind: 'table' }>; label: string }) {
  return (
    <Scrolls label={`Table: ${label}`} className="mt-5">
      <table className="w-full border-collapse text-[.95rem]">
        <thead>
          <tr className="border-line border-b text-left">
            {each(block.head, (cell) => (
              <th scope="col" className="py-2 pr-6 align-bottom font-[560]">
                {inline(cell)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {each(block.rows, (row) => (
            <tr className="border-line border-b">
              {each(row, (cell) => (
                <td className="py-2 pr-6 align-top">{inline(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolls>
  )
}

function inline(parts: Inline[]): ReactNode {
  return each(parts, toNode)
}

function toNode(part: Inline): ReactNode {
  if (part.kind === 'text') return part.text
  if (part.kind === 'code') return <code className="mono">{part.text}</code>
  if (part.kind === 'strong') return <strong className="font-[600]">{inline(part.children)}</strong>
  // The API and files are not pages: nothing to fetch ahead.
  const isPage = part.href.startsWith('/') && !part.href.startsWith('/api/') && !part.href.endsWith('.html')
  return isPage ? (
    <Link href={part.href}>{inline(part.children)}</Link>
  ) : (
    <a href={part.href}>{inline(part.children)}</a>
  )
}

/** The headings of a guide that its contents list. */
export function contentsOf(blocks: Block[]): { id: string; text: string }[] {
  return blocks.flatMap((block) =>
    block.kind === 'heading' && block.level === 2 ? [{ id: block.id, text: block.text }] : [],
  )
}

/** The first paragraph, for the description of the page. */
export function beginningOf(blocks: Block[]): string {
  const first = blocks.find((block) => block.kind === 'paragraph')
  return first?.kind === 'paragraph' ? plainText(first.children) : ''
}

/** A document does not change while it is shown: its pieces are known by their place. */
function each<T>(items: readonly T[], toPiece: (item: T, index: number) => ReactNode): ReactNode {
  const pieces = items.map((item, index) => ({ place: `${index}`, piece: toPiece(item, index) }))
  return pieces.map(({ place, piece }) => <Fragment key={place}>{piece}</Fragment>)
}
