/** The columns of a batch, as its file names them. */
export const COLUMNS = ['recipient', 'integra_hash', 'token_id', 'capabilities', 'expiration_time'] as const
export type Column = (typeof COLUMNS)[number]

/** One attestation as it is sent. */
export type ItemDraft = {
  recipient: string
  integra_hash: string
  token_id: string
  capabilities: string[]
  expiration_time?: string
}
