/** What `countersign leave` is built from; the page leaves the key out. */
export * from '../funds/format-amount'
export * from './index'
export * from './key-wallet'
export * from './wallets'
