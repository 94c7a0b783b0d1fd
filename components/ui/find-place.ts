/**
 * Where something that opens beside `trigger` is put: within the same landmark, window and theme, so that it belongs
 * there for those who hear it too.
 */
export function findPlace(trigger: Element | null): HTMLElement | null {
  return trigger?.closest<HTMLElement>('[data-theme], [role=dialog], [role=alertdialog], main, header, footer') ?? null
}
