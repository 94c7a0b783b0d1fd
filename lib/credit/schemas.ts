import { z } from 'zod'
import { Amount } from '@/lib/http/schemas'
import { didField } from '@/lib/proof/fields'

/** More than anybody needs, and far from what the column holds. */
const MAX_ATOMIC = 10n ** 24n
const Positive = Amount.refine((value) => value > 0n && value <= MAX_ATOMIC, 'Give between 1 and 10^24 atomic credits.')

export const IssueBody = z.strictObject({
  did: didField.meta({ description: 'Who gets them.' }),
  amount_atomic: Positive.meta({ description: '1 credit = 1000 atomic.' }),
  reference: z
    .string()
    .min(1)
    .max(100)
    .regex(/^[\w.:-]+$/, 'Letters, digits and . : - _ only.')
    .meta({ description: 'Yours, for example an invoice’s number. The same again issues nothing.' }),
})

/** What the faucet of a local desk gives in one call. */
const FAUCET_ATOMIC = 1_000_000n

export const FaucetBody = z.strictObject({
  did: didField.optional().meta({ description: 'One of your names; your wallet’s unless said.' }),
  amount_atomic: Amount.refine(
    (value) => value > 0n && value <= FAUCET_ATOMIC,
    `Give between 1 and ${FAUCET_ATOMIC} atomic credits.`,
  ).default(FAUCET_ATOMIC),
})

export const BalanceAnswer = z.object({
  did: z.string(),
  balance_atomic: z.string().meta({ description: '1 credit = 1000 atomic.' }),
})

export const IssueAnswer = BalanceAnswer.extend({
  issued: z.boolean().meta({ description: 'false: that reference was used for this before.' }),
})

export const CreditsAnswer = z.object({
  total_atomic: z.string(),
  accounts: z.array(BalanceAnswer),
  postings: z.array(
    z.object({
      transfer_id: z.string(),
      party: z.string().meta({ description: 'Which of the accounts: an address, or a DID.' }),
      kind: z.string(),
      amount_atomic: z.string().meta({ description: 'Below zero: given.' }),
      at: z.iso.datetime(),
    }),
  ),
})
