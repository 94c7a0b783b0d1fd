import { type Dealing, dampingAmong, inFoldOrder, pairOf } from './damping'
import { alphaFor, blank, type Evidence, foldEvidence } from './fold'
import { HALF, ONE } from './integers'
import { observeChallenge, observeTask, type Said } from './observe'
import { trustAt } from './score'

/** A deal of the simulation: who worked for whom, on which day, and how it was judged. */
type Deal = {
  day: number
  client: string
  provider: string
  amountAtomic: string
  judged: 'perfect' | 'well' | 'badly'
}

export type Gain = {
  name: string
  what: string
  deals: number
  counterparties: number
  /** In parts per million. */
  trust: number
  trustPrime: number
  /** trust′ above the half everybody begins with. */
  gain: number
  /** What the numbers alone do not stop. */
  isLimit: boolean
}

const ALPHA_PPM = 200_000
const START = Date.UTC(2026, 0, 1)
const DAY = 86_400_000
const DAYS = 60

/**
 * Pure: what dishonest strategies gain beside an honest trader, folded by the very rules receipts are folded by. The worst is
 * assumed: every committee was fooled into full marks.
 */
export function simulate(): Gain[] {
  return [
    play('honest', 'thirty clients, one good task each', 'me', honest(30)),
    play('self-dealing pair', 'two wallets of one person, 500 perfect tasks', 'me', repeated(500, ['partner'])),
    play('ring of ten', 'ten wallets work for each other, twenty rounds', 'me', ring(10, 20)),
    play('thousand cents', 'a thousand tasks of one cent from five wallets', 'me', cents(1000, 5)),
    play('before whitewashing', 'twenty failed tasks for twenty clients', 'me', failing(20)),
    play('whitewash', 'the same person begins again with a new wallet', 'fresh', failing(20)),
    { ...play('made-up clients', 'a hundred wallets, each another user', 'me', honest(100)), isLimit: true },
  ]
}

/** Pure: the same deals, as bonded challenges that ended as agreed: no audit, so no veracity and no quality. */
export function simulateBonded(count: number, partners: number): Gain {
  const deals = Array.from({ length: count }, (_, i) => deal(i, count, `wallet ${i % partners}`, 'perfect'))
  return play('bonded', `${count} challenges kept with ${partners} others`, 'me', deals, true)
}

function honest(clients: number): Deal[] {
  return Array.from({ length: clients }, (_, i) => deal(i, clients, `client ${i}`, 'well'))
}

function repeated(count: number, partners: readonly string[]): Deal[] {
  return Array.from({ length: count }, (_, i) => deal(i, count, partners[i % partners.length] ?? 'partner', 'perfect'))
}

function cents(count: number, wallets: number): Deal[] {
  const partners = Array.from({ length: wallets }, (_, i) => `wallet ${i}`)
  return repeated(count, partners).map((one) => ({ ...one, amountAtomic: '10' }))
}

function failing(clients: number): Deal[] {
  return honest(clients).map((one) => ({ ...one, judged: 'badly' as const }))
}

function ring(size: number, rounds: number): Deal[] {
  const wallets = ['me', ...Array.from({ length: size - 1 }, (_, i) => `member ${i}`)]
  return Array.from({ length: rounds }, (_, round) => round).flatMap((round) =>
    wallets.flatMap((client) =>
      wallets
        .filter((provider) => provider !== client)
        .map((provider) => ({ ...deal(round, rounds, client, 'perfect'), provider })),
    ),
  )
}

/** Spread evenly over the days. */
function deal(index: number, count: number, client: string, judged: Deal['judged']): Deal {
  return { day: (index / count) * DAYS, client, provider: 'me', amountAtomic: '50000', judged }
}

function play(name: string, what: string, party: string, deals: readonly Deal[], isBonded = false): Gain {
  const dealings = deals.map((one, index) => dealingOf(one, index, isBonded)).toSorted(inFoldOrder)
  const dampingOf = dampingAmong(dealings, party)
  const byId = new Map(deals.map((one, index) => [idOf(index), one]))
  const evidence = dealings.flatMap((dealing): Evidence[] => {
    const one = byId.get(dealing.receiptId)
    if (!one || !dealing.on.includes(party)) return []
    const { receiptId, at } = dealing
    const observed = isBonded ? observeChallenge(KEPT, 'creator') : observe(one)
    const weight = { alphaPpm: alphaFor(ALPHA_PPM, true), isBacked: true, ...dampingOf(dealing) }
    return [{ receiptId, at, with: one.client, observed, ...weight }]
  })

  const { end } = foldEvidence(blank(), evidence)
  const now = new Date(START + DAYS * DAY)
  const asOf = evidence.at(-1)?.at ?? now
  const { trust, prime } = trustAt({ numbers: end.numbers, counterparties: end.counterparties, asOf }, now)
  const shown = { name, what, deals: evidence.length, counterparties: end.counterparties }
  return { ...shown, trust, trustPrime: prime, gain: prime - HALF, isLimit: false }
}

const KEPT = { outcome: 'FULFILLED', split: false, quorum: 'parties', silent: [] }
const idOf = (index: number) => index.toString().padStart(8, '0')

function dealingOf({ day, client, provider }: Deal, index: number, isBonded: boolean): Dealing {
  const parties = pairOf(client, provider)
  const on = isBonded ? [client, provider] : [provider]
  return { receiptId: idOf(index), at: new Date(START + day * DAY), users: parties, parties, on }
}

const audits = (type: string, score: number): Said[] =>
  Array.from({ length: 3 }, () => ({ type, score, confidence: score }))

function observe({ judged, amountAtomic }: Deal) {
  const metrics = { latency_ms: 1000 }
  if (judged === 'badly') {
    const statements = [...audits('AUDIT_FAIL', 1000), { type: 'REJECTED', score: null, confidence: null }]
    return observeTask({ decision: 'FAILED', metrics, amountAtomic, statements })
  }
  const statements = [
    ...audits('AUDIT_PASS', judged === 'perfect' ? 10_000 : 9_000),
    { type: 'ACCEPTED', score: null, confidence: null },
  ]
  return observeTask({ decision: 'FINALIZED', metrics, amountAtomic, statements })
}

/** A gain for a person: one line each. */
export function sayGains(gains: readonly Gain[]): string[] {
  const width = Math.max(...gains.map(({ name }) => name.length))
  const number = (ppm: number) => (ppm / ONE).toFixed(6)
  return gains.map(({ name, what, deals, counterparties, trust, trustPrime, gain, isLimit }) => {
    const signed = `${gain < 0 ? '−' : '+'}${number(Math.abs(gain))}`
    const counts = `${String(deals).padStart(4)} deals ${String(counterparties).padStart(3)} counterparties`
    const said = `${name.padEnd(width)}  ${counts}  trust ${number(trust)}  trust′ ${number(trustPrime)}  ${signed}  ${what}`
    return isLimit ? `${said} (a limit: see the guide)` : said
  })
}
