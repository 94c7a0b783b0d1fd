const WALLET_OF = 'countersign.wallet.'

/** Which wallet signed in as this address, so that it is found again for signing. */
export function rememberWallet(address: string, walletId: string): void {
  try {
    localStorage.setItem(WALLET_OF + address, walletId)
  } catch {
    // The wallet is asked for again, then.
  }
}

export function recallWallet(address: string): string | null {
  try {
    return localStorage.getItem(WALLET_OF + address)
  } catch {
    return null
  }
}
