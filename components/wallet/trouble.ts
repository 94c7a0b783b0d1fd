/** What went wrong between a person, a wallet and the desk, in plain words, with one way on. Pure. */
export type WalletTrouble = {
  kind: TroubleKind
  title: string
  says: string
  way: { label: string; act: WayOn }
}

export type TroubleKind =
  | 'declined'
  | 'already-open'
  | 'locked'
  | 'gone'
  | 'cannot'
  | 'wrong-network'
  | 'network-unknown'
  | 'wrong-account'
  | 'text-over'
  | 'not-signed'
  | 'wait'
  | 'offline'
  | 'chain-silent'
  | 'signed-out'
  | 'refused'
  | 'unknown'

/** again: the same step; what was signed already is not asked for again. new-text: a fresh text to sign. */
export type WayOn = 'again' | 'new-text' | 'switch-network' | 'choose-account' | 'choose-wallet' | 'sign-in'

/** What a sentence may name. Addresses as they should be shown. */
export type Around = {
  wallet?: string | undefined
  network?: string | undefined
  chainId?: number | undefined
  wanted?: string | undefined
  shown?: string | undefined
}

/** A trouble we noticed ourselves, before any wallet or desk refused. */
export class WalletProblem extends Error {
  override name = 'WalletProblem'
  constructor(
    readonly kind: 'locked' | 'gone' | 'wrong-network' | 'wrong-account' | 'other-signer' | 'unshowable',
    readonly around: Around = {},
  ) {
    super(kind)
  }
}

/** The desk did not take a sign-in: its code (E1003 … E1008, E2004, E9003). */
export class SignInRefused extends Error {
  override name = 'SignInRefused'
  constructor(readonly code: string) {
    super(code)
  }
}

/** A trouble on its way to whoever shows it. */
export class Troubled extends Error {
  override name = 'Troubled'
  constructor(readonly trouble: WalletTrouble) {
    super(trouble.title)
  }
}

const way = (label: string, act: WayOn) => ({ label, act })
const AGAIN = way('Try again', 'again')
const NEW_TEXT = way('Get a new text', 'new-text')

/** Whatever was thrown while connecting, switching, signing or signing in. */
export function toTrouble(error: unknown, around: Around = {}): WalletTrouble {
  if (error instanceof Troubled) return error.trouble
  if (error instanceof WalletProblem) return ownTrouble(error, { ...around, ...error.around })

  const desk = deskCodeOf(error)
  if (desk !== null) return deskTrouble(desk, detailOf(error), around)
  if (isOffline(error)) return offline()
  return walletTrouble(walletCodeOf(error), nameOf(error), around)
}

function ownTrouble({ kind }: WalletProblem, around: Around): WalletTrouble {
  const wallet = around.wallet ?? 'The wallet'
  switch (kind) {
    case 'locked':
      return locked(wallet)
    case 'gone':
      return gone(wallet)
    case 'wrong-network':
      return wrongNetwork(wallet, around)
    case 'wrong-account':
      return {
        kind: 'wrong-account',
        title: `${wallet} shows another account`,
        says: `${around.shown ? `It shows ${around.shown}. ` : ''}This has to be signed by ${around.wanted ?? 'the account you signed in with'}.`,
        way: way('Choose the account', 'choose-account'),
      }
    case 'other-signer':
      return {
        kind: 'wrong-account',
        title: 'Another account signed this',
        says: `The signature is not from ${around.wanted ?? 'the account you signed in with'}, so it was not sent. Choose that account in the wallet and sign again.`,
        way: way('Choose the account', 'choose-account'),
      }
    case 'unshowable':
      return {
        kind: 'refused',
        title: 'This cannot be shown in full',
        says: 'The text to sign holds something this page cannot show, so it will not ask your wallet for a signature. Load the page again.',
        way: AGAIN,
      }
  }
}

/** Codes of EIP-1193, EIP-1474 and WalletConnect. */
function walletTrouble(code: number | null, name: string, around: Around): WalletTrouble {
  const wallet = around.wallet ?? 'The wallet'
  if (code === 4001 || code === 5000 || /UserRejected/.test(name)) {
    return {
      kind: 'declined',
      title: 'You declined in the wallet',
      says: 'Nothing was signed and nothing happened. You can look at it again and then decide.',
      way: way('Ask the wallet again', 'again'),
    }
  }
  if (code === -32002) {
    return {
      kind: 'already-open',
      title: `${wallet} has a question open`,
      says: 'It waits for an answer to something it asked before. Open it from the browser’s toolbar, answer or close that question, then go on here.',
      way: way('I have answered it', 'again'),
    }
  }
  if (code === 4100) return locked(wallet)
  if (code === 4900 || code === 4901 || /ProviderNotFound|ConnectorNotFound|Disconnected/.test(name))
    return gone(wallet)
  if (code === 4902) {
    const { network = 'that network', chainId } = around
    return {
      kind: 'network-unknown',
      title: `${wallet} does not know ${network}`,
      says: `Add ${network} in the wallet${chainId ? ` (chain id ${chainId})` : ''}, then go on here.`,
      way: way('I have added it', 'switch-network'),
    }
  }
  if (/SwitchChain/.test(name)) return wrongNetwork(wallet, around)
  if (code === 4200 || code === -32601 || code === -32004) {
    return {
      kind: 'cannot',
      title: `${wallet} cannot do this`,
      says: 'It does not know how to sign this kind of text. Use another wallet that holds the same account.',
      way: way('Choose a wallet', 'choose-wallet'),
    }
  }
  return {
    kind: 'unknown',
    title: `${wallet} gave no signature`,
    says: 'It stopped without saying why. Nothing was sent. Look whether it is open and unlocked.',
    way: AGAIN,
  }
}

function deskTrouble(code: string, detail: string | null, around: Around): WalletTrouble {
  switch (code) {
    case 'E1003':
    case 'E1004':
      return over(
        'The text has expired',
        detail ?? 'A text to sign is good for a short time only. Get a new one; nothing else is lost.',
      )
    case 'E1007':
      return over('This text has been used', detail ?? 'Each text is good for one signature. Get a new one.')
    case 'E1005':
      return {
        kind: 'not-signed',
        title: 'The signature was not accepted',
        says:
          detail ??
          'The wallet’s contract does not take it. Its owners may not have signed yet, or too few of them. Get a new text when they are ready.',
        way: NEW_TEXT,
      }
    case 'E1006':
      return {
        kind: 'wrong-account',
        title: 'Another account signed this',
        says:
          detail ??
          `The text names ${around.wanted ?? 'one account'}, the signature is from another. Choose the right account in the wallet, then sign a new text.`,
        way: NEW_TEXT,
      }
    case 'E1008':
      return {
        kind: 'not-signed',
        title: 'The wallet returned something that is not a signature',
        says: detail ?? 'Ask it once more. If it stays so, this wallet cannot sign in here.',
        way: way('Ask the wallet again', 'new-text'),
      }
    case 'E2004':
      return {
        kind: 'chain-silent',
        title: 'The network does not answer',
        says: 'The signature is here, but nobody on the network could be asked about it just now. Nothing is used up.',
        way: AGAIN,
      }
    case 'E9003':
      return {
        kind: 'wait',
        title: 'Too many tries in a minute',
        says: detail ?? 'Wait a minute, then go on. Nothing is lost.',
        way: AGAIN,
      }
    case 'E9001':
    case 'E9002':
      return {
        kind: 'wait',
        title: 'The desk cannot do this just now',
        says: detail ?? 'Something went wrong on its side. Nothing is lost; try again in a moment.',
        way: AGAIN,
      }
    case 'E9005':
    case 'E9006':
      return {
        kind: 'signed-out',
        title: 'You are signed out',
        says: detail ?? 'This session has ended. Sign in again to go on.',
        way: way('Sign in again', 'sign-in'),
      }
    default:
      return {
        kind: 'refused',
        title: 'The desk refused this',
        says: detail ?? `It answered ${code}. Nothing was changed.`,
        way: AGAIN,
      }
  }
}

const over = (title: string, says: string): WalletTrouble => ({ kind: 'text-over', title, says, way: NEW_TEXT })

function offline(): WalletTrouble {
  return {
    kind: 'offline',
    title: 'The desk cannot be reached',
    says: 'Look at your connection. Everything stays here, also what you have signed.',
    way: AGAIN,
  }
}

function locked(wallet: string): WalletTrouble {
  return {
    kind: 'locked',
    title: `${wallet} is locked`,
    says: 'Open it from the browser’s toolbar, unlock it, then go on here.',
    way: way('I have unlocked it', 'again'),
  }
}

function gone(wallet: string): WalletTrouble {
  return {
    kind: 'gone',
    title: `${wallet} cannot be reached`,
    says: 'It is closed, switched off or no longer connected to this page.',
    way: way('Choose a wallet', 'choose-wallet'),
  }
}

function wrongNetwork(wallet: string, { network = 'the right network' }: Around): WalletTrouble {
  return {
    kind: 'wrong-network',
    title: `${wallet} is on another network`,
    says: `This is signed for ${network}. The wallet will ask you before it switches.`,
    way: way(`Switch to ${network}`, 'switch-network'),
  }
}

/** The desk's own code, from a problem answer or a refused sign-in. */
function deskCodeOf(error: unknown): string | null {
  const { code } = (error ?? {}) as { code?: unknown }
  return typeof code === 'string' && /^E\d{4}$/.test(code) ? code : null
}

function detailOf(error: unknown): string | null {
  const { detail } = (error ?? {}) as { detail?: unknown }
  return typeof detail === 'string' && detail !== '' ? detail : null
}

function isOffline(error: unknown): boolean {
  return (
    nameOf(error) === 'Unreachable' || (error instanceof TypeError && /fetch|network|load failed/i.test(error.message))
  )
}

const nameOf = (error: unknown): string =>
  causes(error)
    .map(({ name }) => name ?? '')
    .join(' ')

/** The first EIP-1193 or JSON-RPC code on the way down: libraries wrap what the wallet threw. */
export function walletCodeOf(error: unknown): number | null {
  const codes = causes(error).map(({ code }) => code)
  const known = codes.filter((code): code is number => typeof code === 'number')
  return known.find((code) => code !== -32603) ?? known[0] ?? (codes.includes('ACTION_REJECTED') ? 4001 : null)
}

type Thrown = { code?: unknown; name?: string; cause?: unknown; data?: { originalError?: unknown } }

function causes(error: unknown, depth = 0): Thrown[] {
  if (typeof error !== 'object' || error === null || depth > 6) return []
  const thrown = error as Thrown
  return [thrown, ...causes(thrown.data?.originalError, depth + 1), ...causes(thrown.cause, depth + 1)]
}
