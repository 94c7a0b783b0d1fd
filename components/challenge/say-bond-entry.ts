import type { Party } from '@/lib/challenge/state'
import type { LogLine, People, Said } from './say-entry'
import { sayOutcome } from './words'

/** How an amount of the bond's asset is written, from its smallest unit. */
export type SayUnits = (units: string) => string

/**
 * Pure: what an entry says that only bonds, disputes and figures bring about; null for every other one. `who`: its actor,
 * as the one who reads it calls them.
 */
export function sayBondEntry(entry: LogLine, who: string, people: People, sayUnits?: SayUnits): Said | null {
  const { action, actor, after, data } = entry
  switch (action) {
    case 'lock':
      return actor === 'chain' ? locked(entry) : null
    case 'begin':
      return { text: BEGUN[after ?? ''] ?? 'It began' }
    case 'respond':
      return responded(entry, people)
    case 'split':
      return split(entry, who, sayUnits)
    case 'moderate':
      return moderated(entry, people)
    case 'dispute':
      return disputed(entry, who, people)
    case 'evidence':
      return { text: `${who} showed the panel a file`, hashes: hashesOf(data, [['sha256', 'hash of the file']]) }
    case 'seat':
      return seated(entry)
    case 'vote':
      return { text: `A member of the panel voted: ${sayOutcome(text(data.outcome))}` }
    case 'verdict':
      return { text: `The panel decided: ${sayOutcome(text(data.outcome))}` }
    case 'settled':
      return settled(entry)
    case 'refunded':
      return {
        text: `The time was over: the contract gave everything back${sayStayedAway(data.silent, people)}`,
        hashes: transaction(data),
      }
    case 'chain.rolled_back':
    case 'roll_back':
      return { text: ROLLED_BACK[text(data.code) ?? ''] ?? 'The chain took a step back, and so did this' }
    case 'void':
      return voided(entry, who, people)
    default:
      return null
  }
}

const BEGUN: Record<string, string> = {
  ACTIVE: 'It began: now both answer, sealed until both are in',
  AWAITING_RESOLUTION: 'It began: now it is said how it ended',
}

const ROLLED_BACK: Record<string, string> = {
  DEPOSIT_GONE: 'The chain took a deposit back: it is locked again once both are there again',
  RESPONSE_GONE: 'The chain took an answer back: it has to be given again',
  DISPUTE_GONE: 'The chain took the opening of the dispute back: nothing is disputed now',
}

const BY: Record<string, string> = {
  PARTIES: 'as both signed',
  RESOLVER: 'as the moderator signed',
  ORACLE: 'as the figure says',
  PANEL: 'as the panel voted',
}

function locked({ data }: LogLine): Said {
  return {
    text: 'Both bonds are in the contract: it is locked',
    hashes: hashesOf(data, [
      ['creator_tx', 'transaction of the creator'],
      ['counterparty_tx', 'transaction of the counterparty'],
    ]),
  }
}

function responded({ before, after, data }: LogLine, people: People): Said {
  const both = after === before ? ', sealed' : ': both are in, and open'
  const hashes = hashesOf(data, [['response_hash', 'hash of the answer']])
  return { text: `${capitalWhose(data.role, people)} answer is on the chain${both}`, hashes }
}

function split({ data }: LogLine, who: string, sayUnits: SayUnits | undefined): Said {
  const [creator, counterparty] = [text(data.toCreator), text(data.toCounterparty)]
  if (!sayUnits || creator === null || counterparty === null) return { text: `${who} signed a split` }
  return {
    text: `${who} signed a split: ${sayUnits(creator)} to the creator, ${sayUnits(counterparty)} to the counterparty`,
  }
}

function moderated({ before, after, data }: LogLine, { your_role }: People): Said {
  const who = your_role === 'moderator' ? 'You' : 'The moderator'
  const end = after !== before && after === 'COMPLETED' ? ': it is complete' : ''
  return { text: `${who} signed: ${sayOutcome(text(data.outcome))}${end}` }
}

/** With bonds the contract says until when; without, the desk's own deadline does. */
function disputed({ actor, data }: LogLine, who: string, people: People): Said {
  if (actor !== 'chain') return { text: `${who} disputed it` }
  const until = text(data.until)
  const opened = `${named(data.role, people)} opened a dispute in the contract`
  return until ? { text: `${opened}; without a decision it gives everything back at`, until } : { text: opened }
}

function seated({ data }: LogLine): Said {
  const hashes = hashesOf(data, [
    ['block_hash', 'hash of the block it was drawn by'],
    ['seed', 'seed of the draw'],
  ])
  if (Number(data.round) > 0) return { text: 'Others were drawn for the members of the panel who were silent', hashes }
  return { text: `A panel of ${data.m} was drawn; ${data.k} equal votes decide`, hashes }
}

function settled({ data }: LogLine): Said {
  const code = text(data.code)
  const how = code === 'SPLIT' ? 'divided everything as both signed' : `paid out: ${sayOutcome(text(data.outcome))}`
  const by = BY[code ?? '']
  return { text: `The contract ${how}${by ? `, ${by}` : ''}`, hashes: transaction(data) }
}

function voided({ actor, data }: LogLine, who: string, people: People): Said | null {
  if (actor === 'chain') {
    return { text: `What ${named(data.role, people, 'you')} had signed is void in the contract` }
  }
  if (data.code !== 'DESK_ONLY') return null
  const they = who === 'You' ? 'you' : 'they'
  return { text: `${who} took back what ${they} had signed, here only: in the contract it counts until it runs out` }
}

function sayStayedAway(silent: unknown, { your_role }: People): string {
  if (!Array.isArray(silent) || silent.length === 0) return ''
  if (silent.length > 1) return '; neither had done their part'
  return silent[0] === your_role ? '; you had not done your part' : `; the ${silent[0]} had not done theirs`
}

function named(role: unknown, { your_role }: People, you = 'You'): string {
  if (role === your_role) return you
  return you === 'You' ? `The ${role as Party}` : `the ${role as Party}`
}

function capitalWhose(role: unknown, { your_role }: People): string {
  return role === your_role ? 'Your' : `The ${role as Party}’s`
}

type Hashes = NonNullable<Said['hashes']>

function hashesOf(data: LogLine['data'], names: readonly (readonly [name: string, label: string])[]): Hashes {
  return names.flatMap(([name, label]) => {
    const value = text(data[name])
    return value ? [{ label, value }] : []
  })
}

function transaction(data: LogLine['data']): Hashes {
  return hashesOf(data, [['tx_hash', 'transaction']])
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
