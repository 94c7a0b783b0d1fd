/** What stands where the reason of somebody who declined would: they gave none. */
export const NO_REASON = 'Declined by the counterparty.'
