import type { WalletEngine, WalletId, WalletSession } from './engine'
import { askText, proveText } from './sign-in-call'
import { type Around, toTrouble, WalletProblem, type WalletTrouble } from './trouble'
import { keepWaiting, readWaiting } from './waiting-store'
import { rememberWallet } from './wallet-memory'

export type SignInText = { challenge_id: string; message: string; expires_at: string }
export type Account = { address: string; chainId: number; contract: boolean }

export type SignInState = {
  /**
   * choose → connecting → (network) → text → signing → proving → done. `waiting` is `signing` with a contract wallet whose
   * owners need time.
   */
  step: 'choose' | 'connecting' | 'network' | 'text' | 'signing' | 'waiting' | 'proving' | 'done'
  wallet: WalletId | null
  account: Account | null
  text: SignInText | null
  /** WalletConnect's address to scan, while it waits for a wallet. */
  pairing: string | null
  trouble: WalletTrouble | null
}

const START: SignInState = { step: 'choose', wallet: null, account: null, text: null, pairing: null, trouble: null }

type Network = { chainId: number; name: string }
type Deps = {
  networks: readonly Network[]
  engine: () => Promise<WalletEngine>
  /** Shows an address as people know it. */
  spell: (address: string) => string
  onSignedIn: (address: string) => void
}

/** One browser's sign-in, from the choice of a wallet to the session. It goes on while nobody looks at it. */
export class SignIn {
  #state = START
  #listeners = new Set<() => void>()
  #session: WalletSession | null = null
  /** Signed already: a retry sends it again instead of asking the wallet again. */
  #signature: string | null = null
  /** What came back for an attempt that was given up is not looked at. */
  #attempt = 0

  constructor(private deps: Deps) {}

  readonly state = (): SignInState => this.#state
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  update(deps: Deps): void {
    this.deps = deps
  }

  /** Back to the list of wallets. */
  restart(): void {
    this.#attempt++
    this.#session = null
    this.#signature = null
    keepWaiting(null)
    this.#set(START)
  }

  /** What a contract wallet's owners were asked before the page was loaded again. */
  resume(): void {
    const waiting = readWaiting()
    if (!waiting || this.#state.step !== 'choose') return
    const { walletId, account, text } = waiting
    this.#set({ ...START, step: 'waiting', wallet: { id: walletId, name: 'Your wallet' }, account, text })
  }

  async choose(wallet: WalletId, options: { chooseAccount?: boolean } = {}): Promise<void> {
    const attempt = this.#begin({ ...START, step: 'connecting', wallet })
    await this.#guarded(attempt, async () => {
      const engine = await this.deps.engine()
      const session = await engine.open(wallet.id, {
        ...options,
        onPairing: (pairing) => attempt === this.#attempt && this.#set({ ...this.#state, pairing }),
      })
      if (attempt !== this.#attempt) return
      this.#session = session
      await this.#readAccount(attempt)
    })
  }

  /** The one way on that a trouble offers. */
  async goOn(): Promise<void> {
    const { trouble, wallet, step } = this.#state
    if (!trouble || !wallet) return
    switch (trouble.way.act) {
      case 'choose-wallet':
        return this.restart()
      case 'new-text':
        this.#signature = null
        return this.#askText(this.#begin({ ...this.#state, trouble: null }))
      case 'switch-network':
        return this.switchNetwork()
      case 'choose-account':
        return this.choose(wallet, { chooseAccount: true })
      default:
        if (this.#signature !== null) return this.#prove(this.#begin({ ...this.#state, trouble: null }))
        if (step === 'connecting' || !this.#session) return this.choose(wallet)
        if (this.#state.text) return this.sign()
        return this.#askText(this.#begin({ ...this.#state, trouble: null }))
    }
  }

  async switchNetwork(): Promise<void> {
    const session = this.#session
    const [wanted] = this.deps.networks
    if (!session || !wanted) return this.restart()
    const attempt = this.#begin({ ...this.#state, step: 'network', trouble: null })
    await this.#guarded(attempt, async () => {
      await session.switchTo(wanted.chainId)
      await this.#readAccount(attempt)
    })
  }

  /** Opens the wallet with the text that was shown. */
  async sign(): Promise<void> {
    const { account, text, wallet } = this.#state
    if (!account || !text || !wallet) return this.restart()
    const waiting = account.contract
    const attempt = this.#begin({ ...this.#state, step: waiting ? 'waiting' : 'signing', trouble: null })
    if (waiting) keepWaiting({ walletId: wallet.id, account, text })

    await this.#guarded(attempt, async () => {
      if (Date.parse(text.expires_at) <= Date.now()) return this.#askText(attempt)
      const session = this.#session ?? (await this.#reopen(wallet))
      if (!(await session.accounts()).includes(account.address)) throw await this.#wrongAccount(session)
      const signature = await session.signText(text.message, account.address)
      if (attempt !== this.#attempt) return
      this.#signature = signature
      await this.#prove(attempt)
    })
  }

  async #reopen(wallet: WalletId): Promise<WalletSession> {
    this.#session = await (await this.deps.engine()).open(wallet.id, { silent: true })
    return this.#session
  }

  async #readAccount(attempt: number): Promise<void> {
    const session = this.#session
    if (!session) return
    const [address] = await session.accounts()
    if (!address) throw new WalletProblem('locked')
    const chainId = await session.chainId()
    if (!this.deps.networks.some((network) => network.chainId === chainId)) {
      if (attempt === this.#attempt) this.#set({ ...this.#state, step: 'network', account: null })
      throw new WalletProblem('wrong-network')
    }
    const contract = await session.hasCode(address)
    if (attempt !== this.#attempt) return
    this.#set({ ...this.#state, step: 'text', account: { address, chainId, contract }, pairing: null })
    await this.#askText(attempt)
  }

  async #askText(attempt: number): Promise<void> {
    const { account } = this.#state
    if (!account) return this.restart()
    this.#set({ ...this.#state, step: 'text', text: null, trouble: null })
    await this.#guarded(attempt, async () => {
      const text = await askText(account)
      if (attempt === this.#attempt) this.#set({ ...this.#state, text })
    })
  }

  async #prove(attempt: number): Promise<void> {
    const { text, account, wallet } = this.#state
    const signature = this.#signature
    if (!text || !account || signature === null) return
    this.#set({ ...this.#state, step: 'proving' })
    await this.#guarded(attempt, async () => {
      await proveText(text.challenge_id, signature)
      this.#signature = null
      keepWaiting(null)
      if (wallet) rememberWallet(account.address, wallet.id)
      if (attempt !== this.#attempt) return
      this.#set({ ...this.#state, step: 'done' })
      this.deps.onSignedIn(account.address)
    })
  }

  async #wrongAccount(session: WalletSession): Promise<WalletProblem> {
    const [shown] = await session.accounts()
    if (shown === undefined) return new WalletProblem('locked')
    return new WalletProblem('wrong-account', { shown: this.deps.spell(shown) })
  }

  #begin(state: SignInState): number {
    this.#set({ ...state, trouble: null })
    return ++this.#attempt
  }

  async #guarded(attempt: number, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (attempt !== this.#attempt) return
      this.#set({
        ...this.#state,
        pairing: null,
        step: stepAfter(this.#state),
        trouble: toTrouble(error, this.#around()),
      })
    }
  }

  #around(): Around {
    const { wallet, account } = this.#state
    const [network] = this.deps.networks
    return {
      wallet: wallet?.name,
      network: network?.name,
      chainId: network?.chainId,
      wanted: account ? this.deps.spell(account.address) : undefined,
    }
  }

  #set(state: SignInState): void {
    this.#state = state
    for (const listener of this.#listeners) listener()
  }
}

/** Where one stands after something failed: the text stays in sight. */
function stepAfter({ step, text }: SignInState): SignInState['step'] {
  return (step === 'signing' || step === 'proving' || step === 'waiting') && text ? 'text' : step
}
