import type { ErrorCode } from '@/lib/errors'

/** What an error means and what to do about it. Status and title are in lib/errors.ts. */
export type Explanation = { means: string; todo: string }

export const EXPLANATIONS: Record<ErrorCode, Explanation> = {
  E1001: {
    means: 'The text given as a wallet address is not one, or its EIP-55 checksum is wrong.',
    todo: 'Send 0x and 40 hexadecimal digits: all lower case, all upper case, or with the correct checksum. A wrong checksum is nearly always a typing error, so copy the address again.',
  },
  E1002: {
    means: 'The chain named in the call is not one this desk knows.',
    todo: 'Use a CAIP-2 id such as eip155:1, a chain number, or one of the aliases that GET /api/v1/networks lists.',
  },
  E1003: {
    means: 'There is no wallet challenge with this id.',
    todo: 'Ask for a new one with POST /api/v1/wallet/challenge and verify that. A text is good for ten minutes, or for a day when it was asked for a contract wallet.',
  },
  E1004: {
    means: 'The text was signed, but its time was over when the signature arrived.',
    todo: 'Ask for a new text and sign it within ten minutes. If the wallet is a contract whose owners need longer, ask with "contract": true and it stays good for 24 hours.',
  },
  E1005: {
    means:
      'The signature is well formed, but it does not sign the stored text: the wallet contract refused it, or the text it signs is no longer good.',
    todo: 'Ask for the text again and sign exactly what comes back. A wallet text that failed once is spent and cannot be tried again.',
  },
  E1006: {
    means: 'The signature was made by another address than the one the text is for.',
    todo: 'Choose the right account in the wallet, ask for a new text for that address, and sign it.',
  },
  E1007: {
    means:
      'A wallet text is good for one signature only, and this one has had it. Or the wallet is linked to another account.',
    todo: 'Ask for a new text. If two calls raced, one of them succeeded: use its answer. A wallet of another account has to be unlinked there first.',
  },
  E1008: {
    means:
      'The signature does not have the form of one: wrong length, not hexadecimal, an unknown recovery value, or s in the upper half (EIP-2).',
    todo: 'Send the signature exactly as the wallet returned it. Nothing was used up: the same text can be verified again.',
  },
  E2001: {
    means: 'The wallet whose funds should be checked is not a valid address.',
    todo: 'Send 0x and 40 hexadecimal digits with a correct checksum, or in one case.',
  },
  E2002: {
    means: 'This desk has no provider for that network, so it cannot read funds there.',
    todo: 'Use one of the networks of GET /api/v1/networks. Operators add one by setting RPC_<chain id>.',
  },
  E2003: {
    means: 'An ERC20 check was asked for without saying which token.',
    todo: 'Add token_address, or ask for NATIVE.',
  },
  E2004: {
    means: 'No provider of that chain answered, so nothing could be read or verified. Nothing was used up or changed.',
    todo: 'Try again in a moment. If it stays, the operator should look at the RPC_<chain id> addresses.',
  },
  E2005: {
    means: 'The threshold is not a whole number greater than zero in the smallest unit.',
    todo: 'Send decimal text without sign, point or exponent, such as "400000000000000000" for 0.4 ETH.',
  },
  E2007: {
    means: 'There is no ERC-20 token at that address on that network, or a NATIVE check named one.',
    todo: 'Check the token’s address and network. For the chain’s own coin leave token_address out.',
  },
  E2008: {
    means:
      'Funds are read only for wallets their owner has proven; otherwise anybody could probe a stranger’s balance.',
    todo: 'Sign in with the wallet, or link it to the account, then repeat the call.',
  },
  E2009: {
    means:
      'With a challenge_id funds are checked for exactly the requirement in the signed terms, by the party it is asked of.',
    todo: 'Send the wallet, network, asset and amount the terms name, after accepting them. For anything else leave challenge_id out and check a wallet of your own.',
  },
  E3001: {
    means: 'The mode is not one of SOLO, GATEKEEPER, FIRE and ENFORCED.',
    todo: 'Send one of the four, in capitals.',
  },
  E3002: {
    means: 'A SOLO challenge is one person’s own record, but the call names a counterparty or asks something of one.',
    todo: 'Leave the counterparty and its requirements out, or choose GATEKEEPER.',
  },
  E3003: {
    means: 'FIRE and ENFORCED put something at risk on both sides, and the call has no bond.',
    todo: 'Add a bond with an amount for each side, or choose a mode without bonds.',
  },
  E3004: {
    means: 'A time is too near, too far, or in the wrong order.',
    todo: 'The detail names the field and its bounds. The time to resolve must come after the time to accept.',
  },
  E3010: {
    means: 'There is no challenge with this id, or it is not yours to see. The two are not told apart.',
    todo: 'Check the id and who you are signed in as. If you were invited, open the link you were sent.',
  },
  E3011: {
    means:
      'The challenge is not waiting for anybody to accept it: it is still a draft, was called off, or has gone on.',
    todo: 'Look at its status and at actions, which lists what you may do now.',
  },
  E3012: {
    means: 'You can see this challenge, but you are not the one who may do this.',
    todo: 'Sign in with the wallet the challenge names. If it names nobody, accept with the invite you were given.',
  },
  E3013: {
    means: 'The time to accept was over.',
    todo: 'Ask the creator to make a new challenge. Nothing was taken from anybody.',
  },
  E3014: {
    means: 'The state table has no such move from the challenge’s present status for you. Nothing was changed.',
    todo: 'Read the challenge again: actions lists what you may do now. It may have moved on in the meantime.',
  },
  E3015: {
    means: 'Somebody accepted before you. The first acceptance wins.',
    todo: 'If it was you, go on. Otherwise ask the creator for a challenge of your own.',
  },
  E3016: {
    means: 'The signature or the invite belongs to an earlier revision; the terms have changed since.',
    todo: 'Read the present terms, ask for the text to sign again, and sign that. An old invite link is replaced by a new one.',
  },
  E3020: {
    means:
      'No outcome can be signed now: it may wait for checks, bonds or answers, be decided by something else, or its time is over.',
    todo: 'Look at its status, its actions and its deadline. A dispute that has ended takes no votes either.',
  },
  E3021: {
    means: 'The outcome is not one of the five, not possible in this mode, or not the one that was signed.',
    todo: 'In GATEKEEPER sign FULFILLED or NO_CONTEST, and send the same outcome as in the signed text.',
  },
  E3022: {
    means: 'A GATEKEEPER challenge exists to check something, and this one asks nothing of either side.',
    todo: 'Add a requirement for the creator or the counterparty, or choose SOLO.',
  },
  E3023: {
    means: 'ENFORCED runs against a known counterparty, and the call names none.',
    todo: 'Add the counterparty’s address or DID.',
  },
  E3024: {
    means: 'The other side is the same party: the same address on any chain, or a wallet of the same user.',
    todo: 'Name somebody else. Nobody can make a deal with themselves here.',
  },
  E4001: {
    means: 'The oracle that should decide did not answer.',
    todo: 'Wait and ask again. If it does not answer in time, the challenge expires and both sides get back what they put in.',
  },
  E4002: {
    means: 'The oracle answered, but its answer does not decide the question.',
    todo: 'End the challenge together by signing the same outcome, or let its time run out.',
  },
  E4003: {
    means:
      'The bond’s asset is not listed for that network, its amount is zero or above the cap, or bonds are not open there.',
    todo: 'GET /api/v1/networks lists the networks with an escrow, and the assets with their caps; where a committee decides, max_committee_bond counts.',
  },
  E4004: {
    means:
      'There are too few eligible members for a committee: for a panel as it was asked for, or for an appeal, which takes two more than the first committee had, none of whom has judged. Or this desk has no committees at all, since nobody has to lock a stake where it anchors.',
    todo: 'For a panel: strike fewer names, choose a smaller one or another way to resolve, or try with a later roster. For an appeal: the decision stands, and nothing was taken; try again within its seven days. The detail says when a desk has no committees.',
  },
  E4020: {
    means: 'The checks are not finished yet, or the chain could not be read just now.',
    todo: 'Ask again in a moment. Nothing was decided and nothing was used up.',
  },
  E4021: {
    means: 'A wallet does not hold what the terms ask for, so the challenge was called off.',
    todo: 'The side that fell short can check itself privately with POST /api/v1/funds/check before it accepts a new challenge.',
  },
  E5010: {
    means: 'There is no such stake or deal on this challenge, or the chain does not show it yet.',
    todo: 'GET the challenge’s stakes; they come from the chain and may need a few blocks. The creator deposits first.',
  },
  E5011: {
    means:
      'This has been done already: a step of the bond, a dispute, or a receipt for a subject that has another receipt of the same two sides. Or the chain has moved on since the step was prepared.',
    todo: 'Of a bond or a dispute, read the challenge again and prepare the step again; if there is nothing to prepare, it is done. Of a receipt, give the task a subject of its own.',
  },
  E5012: {
    means: 'The wallet’s balance, or what it allows the contract to take, is less than the deposit.',
    todo: 'Top the wallet up or raise the allowance, then prepare the step again.',
  },
  E5013: {
    means:
      'The contract’s own deadline has passed, or what was asked would reach beyond it. The desk cannot move that.',
    todo: 'Past it, anybody may call expire on the contract, and the desk does: everything is refunded. An extension must end 5 minutes before it.',
  },
  E6001: {
    means: 'The endpoint’s URL is not https, cannot be resolved, or leads to a private address.',
    todo: 'Give a public https address. Local ones are refused in every spelling.',
  },
  E6002: {
    means: 'There is no such endpoint, or it is another organization’s.',
    todo: 'List your endpoints and use one of their ids.',
  },
  E6004: {
    means: 'An event may have at most 1 MiB.',
    todo: 'Send less, for example a link and a hash instead of a file.',
  },
  E6005: {
    means: 'The item has been leased again since; only the newest handle counts.',
    todo: 'Drop this handle. Whoever leased it last finishes the work.',
  },
  E7001: {
    means: 'There is no such receipt, attestation or leaf, or it is not yours to see.',
    todo: 'Check the id: a receipt’s id is the hash of its bytes. A receipt between parties is shown to them only.',
  },
  E7002: {
    means:
      'The statement’s signer has no say here: not the client, not a seated member, no longer one, or one of the parties of the dispute. On the receipt of a challenge nobody has.',
    todo: 'Look at the committee of the receipt or of the case. The provider never judges their own work, and parties never vote on their own dispute.',
  },
  E7003: {
    means: 'Too few members have spoken to decide. The detail says how many are needed and how many there are.',
    todo: 'Wait. Silent seats are drawn again after 24 hours.',
  },
  E7004: {
    means:
      'Something of this kind was said before. A member judges, and speaks of safety, once for the first trial and once for an appeal, whichever way and under whichever name; the client says once, for both, whether the result was accepted. In a dispute a member votes once. There is no change of mind.',
    todo: 'Nothing is left to do; the first one counts.',
  },
  E7005: {
    means:
      'Your organization does not attest under this schema on that chain, or nobody registered a schema with that uid there.',
    todo: 'GET /api/v1/schemas lists those it does. Owners and admins, signed in, allow more with POST /api/v1/schemas, which also answers the call that registers a new one.',
  },
  E7006: {
    means:
      'The receipt cannot be appealed: no committee has decided it yet or ever will, the seven days are over, or it has been appealed already.',
    todo: 'While it is open, wait for its committee. Else what stands there stands: a receipt is appealed once.',
  },
  E8001: {
    means: 'No agent is registered under this DID.',
    todo: 'Check the DID, or register the agent first.',
  },
  E8002: {
    means:
      'The call is for one of the two sides, and you are neither: the client and the provider of a task hand in its receipt and appeal its verdict, and whoever owns a wallet or an agent draws credits for it.',
    todo: 'Call with the credentials of one of them. The wallet has to be linked to your account, or the agent registered by it.',
  },
  E8003: {
    means: 'The payer’s account does not hold enough free credits.',
    todo: 'Free some by ending open negotiations, or ask the operator for more.',
  },
  E8004: {
    means: 'There is no such release of this service.',
    todo: 'List the deployments and use one of their releases.',
  },
  E8005: {
    means: 'Somebody deployed in the meantime, so expected_release is no longer the active one.',
    todo: 'Look at what is active now and deploy again with that as expected_release.',
  },
  E8006: {
    means: 'The handler used more processor time or memory than one call may.',
    todo: 'Make it do less in one call. Other handlers are not affected.',
  },
  E9001: {
    means: 'Something went wrong on the desk’s side. The answer tells nothing of it; the log does.',
    todo: 'Try again once. If it stays, report it with the request id.',
  },
  E9002: {
    means: 'The database did not answer in time. Nothing was changed.',
    todo: 'Try again in a moment; with an Idempotency-Key a repeat is safe.',
  },
  E9003: {
    means: 'More calls in a minute than this caller may make, or too many open streams.',
    todo: 'Wait as long as Retry-After says. RateLimit-Policy names the limit, RateLimit what is left of it.',
  },
  E9004: {
    means:
      'With 400: the request does not have the expected shape; errors names each field and what is wrong with it. With 409: what is asked is not possible as things stand, and the detail says why.',
    todo: 'With 400, correct the fields; unknown ones are refused, so a misspelt name shows up here too. With 409, do what the detail says first.',
  },
  E9005: {
    means: 'The call needs to know who you are.',
    todo: 'Sign in with a wallet, or send Authorization: Bearer with an access token or an API key.',
  },
  E9006: {
    means: 'The token or key is unknown, expired or revoked, or the session has ended.',
    todo: 'Sign in again, or use another key. Access tokens are good for an hour.',
  },
  E9007: {
    means: 'You are known, but may not do this: a missing scope, a role, or a page of another origin.',
    todo: 'The detail says which right is missing. A browser can change things only from the desk’s own address.',
  },
  E9008: {
    means: 'There is nothing at this address, or no such thing under this id.',
    todo: 'Check the path against the list of calls under /docs.',
  },
  E9009: {
    means:
      'The Idempotency-Key is in use: the first call with it is still running (409), or it was sent with another body (422).',
    todo: 'Ask again in a moment for the first answer, or take a new key for a new call.',
  },
  E9010: {
    means: 'This part is switched off at this desk, or its operator has not set it up.',
    todo: 'The detail says which part. Operators switch parts on with the FF_ variables, and set the others up as the guide for operators says.',
  },
  E9011: {
    means: 'There is something at this address, but it does not take this method.',
    todo: 'Use one of the methods in the Allow header.',
  },
  E9012: {
    means: 'The body is larger than this call takes.',
    todo: 'Send less. The detail names the limit.',
  },
  E9013: {
    means: 'The body is not what this call reads.',
    todo: 'Send application/json in UTF-8, without a content encoding.',
  },
}

/** The areas of the codes, by their first digit. */
export const AREAS: Record<string, string> = {
  1: 'Wallets',
  2: 'Funds',
  3: 'Challenges',
  4: 'Modes',
  5: 'Bonds',
  6: 'Relay',
  7: 'Receipts and attestations',
  8: 'Agents and handlers',
  9: 'Everywhere',
}
