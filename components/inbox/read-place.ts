import { notFound } from 'next/navigation'
import type { Ctx, UserActor } from '@/lib/context'
import { pageContext } from '@/lib/http/action'
import { getMe } from '@/lib/identity/get-me'
import { actIn } from '@/lib/identity/organization/act-in'
import type { Place } from './place-type'

/** Of the address: `?org=` names one of the viewer's organizations, else it is their personal one. */
export type PlaceParams = { [name: string]: string | string[] | undefined; org?: string | string[] }

export type Seen = {
  /** The viewer, acting in `place`. */
  ctx: Ctx<UserActor>
  place: Place
  /** All the viewer is in, their personal one first. */
  places: Place[]
}

/** Whose events the viewer looks at; null when nobody is signed in. An organization they are not in is not there. */
export async function readPlace(params: PlaceParams): Promise<Seen | null> {
  const ctx = await pageContext()
  if (ctx.actor.kind !== 'user') return null

  const places = (await getMe(ctx)).organizations.toSorted((a, b) => Number(b.personal) - Number(a.personal))
  const place = typeof params.org === 'string' ? places.find(({ id }) => id === params.org) : places[0]
  if (!place) notFound()
  return { ctx: await actIn(ctx, place.id), place, places }
}
