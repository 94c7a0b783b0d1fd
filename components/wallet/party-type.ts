/** Somebody signed in to this browser. */
export type Party = {
  /** Lower-case. */
  address: string
  did: string
  /** Of the last proof. */
  chainId: number
  userId: string
  name: string | null
  /** 'Demo wallet 1' for one of the local chain's own accounts. */
  demo: string | null
}

/** An account of the local chain that anybody may play with. */
export type DemoWallet = { name: string /** Lower-case. */; address: string }

/** What a browser may connect with beside the wallets installed in it. */
export type WalletChoices = { demo: DemoWallet[]; walletConnectProjectId: string | null }

export const NO_CHOICES: WalletChoices = { demo: [], walletConnectProjectId: null }
