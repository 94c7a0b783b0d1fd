import Link from 'next/link'
import type { ReactNode } from 'react'

export type Navigation = { title: string; pages: { href: string; title: string }[] }[]
type Contents = { id: string; text: string }[]

type Props = {
  navigation: Navigation
  /** The path of this page. */
  current: string
  contents?: Contents
  /** What kind of page it is, in a word above the title. */
  kind?: string
  title: string
  lead?: ReactNode
  children: ReactNode
}

/** A page of the documentation: all pages at its side, or above it on a phone, with what is on this one. */
export function DocsFrame({ navigation, current, contents = [], kind, title, lead, children }: Props) {
  const lists = <Lists navigation={navigation} current={current} contents={contents} />
  return (
    <div className="grid gap-x-14 pt-8 md:grid-cols-[200px_minmax(0,1fr)] md:pt-11">
      <details className="border-line border-b pb-3 md:hidden">
        <summary className="cursor-pointer py-1.5 font-[560]">All of the documentation</summary>
        <nav aria-label="Documentation">{lists}</nav>
      </details>
      <nav
        aria-label="Documentation"
        className="sticky top-6 hidden max-h-[calc(100svh-3rem)] self-start overflow-y-auto pb-6 md:block"
      >
        {lists}
      </nav>
      <article className="min-w-0 pt-8 md:pt-0">
        {kind ? <p className="text-[.86rem] text-soft">{kind}</p> : null}
        <h1 className="mt-1 text-[clamp(1.9rem,4.4vw,2.9rem)]">{title}</h1>
        {lead ? <div className="mt-4 max-w-[42em] font-serif text-[1.16rem] leading-relaxed">{lead}</div> : null}
        {children}
      </article>
    </div>
  )
}

function Lists({ navigation, current, contents }: Pick<Props, 'navigation' | 'current'> & { contents: Contents }) {
  return navigation.map(({ title, pages }) => (
    <div key={title} className="mt-6 first:mt-2 md:first:mt-0">
      <p className="text-[.86rem] text-soft">{title}</p>
      <ul className="mt-1">
        {pages.map(({ href, title: name }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={href === current ? 'page' : undefined}
              className="block py-1 text-[.94rem] leading-snug no-underline hover:underline aria-[current]:font-[600]"
            >
              {name}
            </Link>
            {href === current && contents.length > 0 ? <OnThisPage contents={contents} /> : null}
          </li>
        ))}
      </ul>
    </div>
  ))
}

function OnThisPage({ contents }: { contents: Contents }) {
  return (
    <ul className="mb-1 border-line border-l pl-3">
      {contents.map(({ id, text }) => (
        <li key={id}>
          <a href={`#${id}`} className="block py-1 text-[.88rem] text-soft leading-snug no-underline hover:underline">
            {text}
          </a>
        </li>
      ))}
    </ul>
  )
}
