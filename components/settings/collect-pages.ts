type Page = { data: unknown[]; next_cursor: string | null }

/** Every item of a list. `ask` gets the query of one page, the question mark with it. */
export async function collectPages(ask: (query: string) => Promise<Page>): Promise<unknown[]> {
  const items: unknown[] = []
  let cursor: string | null = null
  do {
    const page: Page = await ask(`?limit=200${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`)
    items.push(...page.data)
    cursor = page.next_cursor
  } while (cursor !== null)
  return items
}
