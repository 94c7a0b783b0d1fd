type Example = { body?: unknown; query?: string }

const REQUIREMENT = {
  network: 'eip155:31337',
  funds_checks: [{ asset_type: 'NATIVE', min_balance: '400000000000000000', currency_symbol: 'ETH' }],
}

/** What the examples send, by operation. A test gives each to the schema of its call. */
export const EXAMPLES: Record<string, Example> = {
  postWalletChallenge: { body: { wallet_address: '$WALLET', chain_id: 'eip155:31337' } },
  postWalletVerify: { body: { challenge_id: '$CHALLENGE_ID', signature: '$SIGNATURE' } },
  patchMe: { body: { name: 'Ada' } },
  postMePartiesSwitch: { body: { wallet_address: '$ADDRESS' } },
  postMePartiesLeave: { body: { wallet_address: '$ADDRESS' } },
  postFundsCheck: {
    body: {
      wallet_address: '$WALLET',
      network: 'eip155:31337',
      asset_type: 'NATIVE',
      min_balance: '400000000000000000',
    },
  },
  getChallenges: { query: 'open=true&limit=20' },
  postChallenges: {
    body: {
      mode: 'GATEKEEPER',
      title: 'Bike for 0.4 ETH',
      description: 'Blue road bike, 54 cm, with lights. The price is paid on the spot.',
      counterparty: '$OTHER_WALLET',
      gatekeeper_requirements: { counterparty: REQUIREMENT },
    },
  },
  patchChallengesId: { body: { title: 'Bike with lights for 0.4 ETH' } },
  getChallengesIdIntent: { query: 'action=confirm&outcome=FULFILLED' },
  getChallengesIdStakesPrepare: { query: 'step=open' },
  postChallengesIdIntent: { body: { action: 'counter', changes: { title: 'Bike for 0.35 ETH' } } },
  postChallengesIdSend: { body: { signature: '$SIGNATURE' } },
  postChallengesIdAccept: { body: { wallet_address: '$WALLET', signature: '$SIGNATURE', invite: '$INVITE' } },
  postChallengesIdDecline: { body: { reason: 'Too dear' } },
  postChallengesIdCounter: { body: { changes: { title: 'Bike for 0.35 ETH' }, signature: '$SIGNATURE' } },
  postChallengesIdConfirm: { body: { outcome: 'FULFILLED', signature: '$SIGNATURE' } },
  postChallengesIdExtend: { body: { until: '2027-01-31T12:00:00Z', signature: '$SIGNATURE' } },
  postChallengesIdCancel: { body: { signature: '$SIGNATURE' } },
  postChallengesIdSplit: { body: { creator_bps: 6_000, signature: '$SIGNATURE' } },
  postChallengesIdModerate: { body: { outcome: 'CREATOR_WIN', signature: '$SIGNATURE' } },
  postChallengesIdRespond: { body: { response: 'Delivered on Monday, as agreed.', salt: `0x${'5a'.repeat(32)}` } },
  postChallengesIdDispute: { body: { reason: 'The bike that came is another one.' } },
  postChallengesIdEvidence: {
    query: 'name=photo.jpg&sha256=0x9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  },
  postCasesIdVotes: { body: { outcome: 'CREATOR_WIN', signature: '$SIGNATURE' } },
  getReceipts: { query: 'limit=20' },
  getEvents: { query: 'type=challenge.*' },
  postEvents: {
    body: { type: 'order.paid', payload: { order: 1042, total: '19.90' }, metadata: { subject: 'order-1042' } },
  },
  postDevClock: { body: { advance_seconds: 259_200 } },
  postDevRpc: { body: { jsonrpc: '2.0', id: 1, method: 'eth_blockNumber', params: [] } },
  postApiKeys: { body: { name: 'Night watch', scopes: ['challenges:read', 'receipts:read'] } },
  postOrganizations: { body: { name: 'Acme' } },
  patchOrganizationsId: { body: { sandbox: true } },
  postOrganizationsIdMembers: { body: { wallet_address: '$OTHER_WALLET', role: 'member' } },
  patchOrganizationsIdMembersUser: { body: { role: 'admin' } },
}
