/** A little picture, in a square from 0 to 32 that is shown as a disc. */
export type Picture = {
  ground: string
  /** A straight cut across the disc, a ring and a dot, each in an ink of its own. */
  cut: { ink: string; path: string }
  ring: { ink: string; x: number; y: number; radius: number; width: number }
  dot: { ink: string; x: number; y: number; radius: number }
}

/** Inks of old paper money: none of them is the red that asks to be pressed. */
export const GROUNDS = ['#e4d6b4', '#cfd8c3', '#c9d5d8', '#d6cbd9', '#e3c8b6', '#d9d2c4', '#b9c7b0', '#e8dcc8'] as const
export const INKS = [
  '#1d1b17',
  '#2c4a6b',
  '#2c6a4b',
  '#6b3d5c',
  '#8a5a1c',
  '#2f6f77',
  '#6a5a45',
  '#a0522d',
  '#4a4f8c',
  '#56702e',
  '#7d6a9c',
  '#35414a',
] as const

const ADDRESS = /0x[0-9a-f]{40}$/

/**
 * Pure: the picture of an address, from all of its characters, however it is spelled, also within a DID. Two addresses that begin and
 * end alike look nothing alike.
 */
export function drawPicture(of: string): Picture {
  const text = of.toLowerCase()
  const [address = text] = ADDRESS.exec(text) ?? []
  const next = numbersOf(address)
  const inks = pickThree(next)
  const turn = (next() % 48) * (Math.PI / 24)
  const offset = -5 + (next() % 9)
  const ringTurn = (next() % 32) * (Math.PI / 16)
  const dotTurn = (next() % 32) * (Math.PI / 16)
  const ringAway = 2 + (next() % 8)
  const dotAway = 3 + (next() % 7)
  return {
    ground: GROUNDS[next() % GROUNDS.length] as string,
    cut: { ink: inks[0], path: drawCut(turn, offset) },
    ring: {
      ink: inks[1],
      x: round(16 + ringAway * Math.cos(ringTurn)),
      y: round(16 + ringAway * Math.sin(ringTurn)),
      radius: 5 + (next() % 5),
      width: 1.5 + (next() % 4) * 0.75,
    },
    dot: {
      ink: inks[2],
      x: round(16 + dotAway * Math.cos(dotTurn)),
      y: round(16 + dotAway * Math.sin(dotTurn)),
      radius: 2 + (next() % 4) * 0.75,
    },
  }
}

/** Half of the square, turned and moved off the middle: two corners on the line, two far behind it, cut off by the disc. */
function drawCut(turn: number, offset: number): string {
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
  const at = (along: number, away: number) =>
    `${round(16 + along * cos - away * sin)} ${round(16 + along * sin + away * cos)}`
  return `M${at(-32, offset)}L${at(32, offset)}L${at(32, 32)}L${at(-32, 32)}Z`
}

function pickThree(next: () => number): [string, string, string] {
  const left: string[] = [...INKS]
  const take = () => left.splice(next() % left.length, 1)[0] as string
  return [take(), take(), take()]
}

/** Whole numbers from a text: FNV-1a to take it in, then a well-mixing step (mulberry32) for each number. */
function numbersOf(text: string): () => number {
  let state = 0x811c9dc5
  for (const letter of text) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
}

const round = (value: number) => Number(value.toFixed(2))
