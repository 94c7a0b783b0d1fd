import type { Hex } from '@/lib/proof/hash'

/** One guilloche ring: a petal, repeated around the middle, and the whole of it again a little turned. */
export type RosetteRing = { petal: string; petals: number; copies: number }

const RINGS = [0, 1, 2, 3] as const
const STEPS_PER_WAVE = 9

/**
 * Pure: the rosette of a receipt, from its 32-byte hash alone, in a square from −100 to 100. Eight bytes make a ring:
 * petals, depth, harmonic, twist, copies, share, lean and reach; what the small numbers of petals, harmonics and copies
 * leave of their bytes turns it. So each byte shows, the same on every surface, and a forged receipt looks wrong.
 */
export function drawRosette(hash: Hex): RosetteRing[] {
  const bytes = [...hash.slice(2).matchAll(/../g)].map(([digits]) => Number.parseInt(digits, 16))
  return RINGS.map((ring) => drawRing(ring, bytes.slice(ring * 8, ring * 8 + 8)))
}

function drawRing(ring: number, [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0]: number[]): RosetteRing {
  const petals = 8 + (a % 11) - ring
  const harmonic = 2 + (c % 3)
  const wave: Wave = {
    radius: 100 * (1 - ring * 0.235) * (1 - (h / 255) * 0.05),
    depth: 0.12 + (b / 255) * 0.14,
    petals,
    harmonic,
    share: 0.22 + (f / 255) * 0.16,
    twist: (d / 256) * 2 * Math.PI,
    lean: (((a + c + e + g) % 256) / 256) * ((2 * Math.PI) / petals),
  }
  return { petal: drawPetal(wave), petals, copies: 5 + (e % 3) }
}

type Wave = {
  radius: number
  depth: number
  petals: number
  harmonic: number
  share: number
  twist: number
  lean: number
}

/** One period of the wave as Bézier curves, their handles along the curve's own slope. */
function drawPetal(wave: Wave): string {
  const steps = STEPS_PER_WAVE * wave.harmonic
  const angle = (2 * Math.PI) / wave.petals / steps
  const points = Array.from({ length: steps + 1 }, (_, step) => pointOf(wave, step * angle))

  const curves = points.slice(1).map((to, index) => {
    const from = points[index] as Point
    const third = angle / 3
    const handles = [from.x + from.dx * third, from.y + from.dy * third, to.x - to.dx * third, to.y - to.dy * third]
    return `C${[...handles, to.x, to.y].map(round).join(' ')}`
  })
  const [start] = points
  return `M${round(start?.x ?? 0)} ${round(start?.y ?? 0)}${curves.join('')}`
}

type Point = { x: number; y: number; dx: number; dy: number }

function pointOf({ radius, depth, petals, harmonic, share, twist, lean }: Wave, a: number): Point {
  const slow = petals * a
  const fast = petals * harmonic * a + twist
  const r = radius * (1 - depth + depth * ((1 - share) * Math.cos(slow) + share * Math.cos(fast)))
  const dr = -radius * depth * petals * ((1 - share) * Math.sin(slow) + share * harmonic * Math.sin(fast))
  const [cos, sin] = [Math.cos(a + lean), Math.sin(a + lean)]
  return { x: r * cos, y: r * sin, dx: dr * cos - r * sin, dy: dr * sin + r * cos }
}

const round = (value: number) => Number(value.toFixed(2))
