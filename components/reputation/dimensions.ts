import { DIMENSIONS, type Dimension } from '@/lib/reputation/score'

export { DIMENSIONS, type Dimension }

/** What each of the seven numbers is called, and what moves it (domain §6). */
export const DIMENSION_WORDS: Record<Dimension, { name: string; says: string }> = {
  q: { name: 'Quality', says: 'Whether clients took the work, and the scores auditors gave it.' },
  t: { name: 'Timeliness', says: 'Tasks within their agreed time, and no own deadline let pass.' },
  r: { name: 'Reliability', says: 'Fulfilled and accepted, against failed, lost or silent.' },
  s: { name: 'Safety', says: 'What auditors said of its safety.' },
  v: { name: 'Veracity', says: 'How sure auditors were when it passed, and disputes won or lost.' },
  i: { name: 'Impact', says: 'How much the work was worth, on a scale of tens.' },
  e: { name: 'Efficiency', says: 'What it cost, against the most that was agreed.' },
}
