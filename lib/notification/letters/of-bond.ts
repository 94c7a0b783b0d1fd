import { sayOutcome } from '@/lib/challenge/outcome-words'
import { formatAmount } from '@/lib/funds/format-amount'
import { cleanLine, quoteTitle } from '../clean-line'
import { textOf } from './of-challenge'
import type { Body, LetterContext, ToldEvent } from './of-event'

/** What the contract credited one side, and how it is taken out. */
export function ofBond(event: ToldEvent, { challenge }: LetterContext): Body {
  const title = quoteTitle(challenge?.title, 'a challenge')
  const amount = amountOf(event)
  const outcome = textOf(event, 'outcome')
  const isReader = challenge?.your_role === textOf(event, 'role')
  return {
    subject: `${amount} ${isReader ? 'to take out' : 'credited'}: ${title}`,
    lines: [
      `${title} ended${outcome ? ` (${sayOutcome(outcome)})` : ''}, and the contract credited ${amount} to ${isReader ? 'you' : `the ${textOf(event, 'role') ?? 'party'}`}.`,
      'It stays there until it is taken out. There is no deadline.',
    ],
    link: { label: isReader ? 'Take it out' : 'Open it', path: `/challenges/${encodeURIComponent(event.subject)}` },
  }
}

function amountOf(event: ToldEvent): string {
  const [units, symbol, decimals] = [textOf(event, 'amount'), textOf(event, 'symbol'), event.data.decimals]
  if (!units || !/^\d{1,78}$/.test(units)) return 'A bond'
  if (!symbol || typeof decimals !== 'number') return `${units} units`
  return `${formatAmount(units, decimals)} ${cleanLine(symbol, 20)}`
}
