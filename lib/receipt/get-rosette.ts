import { drawRosette, type RosetteRing } from '@/components/proof/rosette-geometry'
import type { Hex } from '@/lib/proof/hash'

/** The seal's red on paper, and on deep ink (app/globals.css). */
const INKS = 'g{stroke:#b3301f}@media(prefers-color-scheme:dark){g{stroke:#e2604a}}'

/**
 * The rosette of a receipt’s id as a picture. It is drawn from these bytes alone, so it exists for every hash, says nothing about
 * any receipt, and never changes.
 */
export function getRosette({ id }: { id: string }): Response {
  return new Response(toSvg(drawRosette(id as Hex)), {
    headers: {
      'content-type': 'image/svg+xml',
      'cache-control': 'public, max-age=31536000, immutable',
      // Opened by itself it is a document: it runs nothing and loads nothing.
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    },
  })
}

/** Pure: rings as one small SVG; each petal is drawn once and turned. */
function toSvg(rings: RosetteRing[]): string {
  const drawn = rings.map(({ petal, petals, copies }, index) => {
    const ring = `<g id="r${index}"><path id="p${index}" d="${petal}"/>${turns(`p${index}`, petals, 360 / petals)}</g>`
    return ring + turns(`r${index}`, copies, 360 / petals / copies)
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-102 -102 204 204"><style>${INKS}</style><g fill="none" stroke-width=".34" opacity=".8">${drawn.join('')}</g></svg>`
}

function turns(of: string, times: number, step: number): string {
  return Array.from(
    { length: times - 1 },
    (_, index) => `<use href="#${of}" transform="rotate(${Number(((index + 1) * step).toFixed(3))})"/>`,
  ).join('')
}
