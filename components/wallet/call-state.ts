import type { Sent } from './sent-store'
import type { WalletTrouble } from './trouble'

/** Where one transaction is. What the wallet was asked and has not answered is `asked`. */
export type CallState =
  | { kind: 'ready' }
  | { kind: 'asked'; doing: 'connecting' | 'switching' | 'signing' }
  | { kind: 'sent'; sent: Sent }
  | { kind: 'mined'; hash: string; blockNumber: number }
  | { kind: 'replaced'; hash: string }
  | { kind: 'dropped'; hash: string }
  | { kind: 'failed'; hash: string }
  | { kind: 'refused'; trouble: WalletTrouble }

export type News =
  | { kind: 'unknown' }
  | { kind: 'waiting'; nonce: number }
  | { kind: 'mined'; blockNumber: number; worked: boolean }
  | { kind: 'replaced' }

/** Nodes do not all hear of a transaction at once: only after this long without a trace is it called dropped. */
export const DROPPED_AFTER_MS = 60_000

/** Pure: where a sent transaction is after `news` of it. */
export function afterNews(sent: Sent, news: News, now: number): CallState {
  switch (news.kind) {
    case 'mined':
      return news.worked
        ? { kind: 'mined', hash: sent.hash, blockNumber: news.blockNumber }
        : { kind: 'failed', hash: sent.hash }
    case 'replaced':
      return { kind: 'replaced', hash: sent.hash }
    case 'waiting':
      return { kind: 'sent', sent: { ...sent, nonce: news.nonce } }
    case 'unknown':
      return now - sent.sentAt > DROPPED_AFTER_MS ? { kind: 'dropped', hash: sent.hash } : { kind: 'sent', sent }
  }
}

/** What a screen reader hears, and the line under the step says. */
export function sayCall(state: CallState): string {
  switch (state.kind) {
    case 'ready':
    case 'refused':
      return ''
    case 'asked':
      return ASKED[state.doing]
    case 'sent':
      return 'Sent. It waits for a block.'
    case 'mined':
      return `In block ${state.blockNumber}. The desk confirms it.`
    case 'replaced':
      return 'Your wallet sent another transaction in its place. This page shows what the chain says of it.'
    case 'dropped':
      return 'The network has lost it, and nothing was paid. Send it again.'
    case 'failed':
      return 'The contract refused it; only gas was paid. Look again at where the deal stands.'
  }
}

const ASKED = {
  connecting: 'Opening your wallet.',
  switching: 'Your wallet asks whether it may switch the network.',
  signing: 'Look at your wallet: nothing is sent until you agree there.',
} as const
