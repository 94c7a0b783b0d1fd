import type { Bundle, ReceiptDraw } from '../bundle'
import type { Hex } from '../hash'
import type { TaskReceipt } from '../receipt'
import type { Means } from './facts'

export type TaskRound = ReceiptDraw['rounds'][number]

/** A task's receipt and what was said of it, with what every check needs already looked up. */
export type TaskFacts = {
  bundle: Pick<Bundle, 'statements' | 'anchor'> & Partial<Pick<Bundle, 'verdict' | 'earlier_verdicts' | 'anchored'>>
  receipt: TaskReceipt
  receiptId: Hex
  client: string
  provider: string
  /** Null while no committee has been drawn. */
  draw: ReceiptDraw | null
  means: Means
}

export function roundOf({ draw }: TaskFacts, round: number): TaskRound | undefined {
  return draw?.rounds.find((one) => one.round === round)
}

/** 0: judged first; 1: on appeal, from the round on that the appeal opened. */
export function trialOf({ draw }: TaskFacts, round: number): 0 | 1 {
  const appeal = draw?.rounds.find(({ kind }) => kind === 'APPEAL')
  return appeal && round >= appeal.round ? 1 : 0
}
