import type { OrganizationRole } from '@/lib/context'

/** The organization whose events a page shows, as far as the page needs to know it. */
export type Place = {
  id: string
  name: string
  personal: boolean
  role: OrganizationRole
  sandbox: boolean
}

/** Pure: the address of a page of this organization; their personal one needs no mark. */
export function placeHref(path: string, place: Pick<Place, 'id' | 'personal'>): string {
  return place.personal ? path : `${path}${path.includes('?') ? '&' : '?'}org=${place.id}`
}
