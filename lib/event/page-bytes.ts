/** Events may be large: a page is full with so many bytes of what they say, however few events that are, but one at least. */
export const MAX_PAGE_BYTES = 8 * 1024 * 1024

/** How many of up to `limit + 1` rows are shown: those that fit. There is a row more exactly when there is another page. */
export function shownOf(rows: readonly { fits: boolean }[], limit: number): number {
  const full = rows.findIndex(({ fits }) => !fits)
  return full === -1 ? limit : Math.min(limit, full)
}
