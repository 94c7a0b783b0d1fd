import { hashMessage } from 'viem'
import { addressField, hexField, timeField } from './fields'
import type { Hex } from './hash'
import { type Recover, recoverSigner } from './signature'
import { z } from './zod'

const deskKeysSchema = z.object({
  v: z.literal('countersign.keys/1'),
  keys: z
    .array(
      z.object({
        address: addressField,
        since: timeField,
        signed_by: addressField.nullable(),
        signature: hexField.nullable(),
      }),
    )
    .min(1),
})

/** `/.well-known/countersign.json`: the keys that seal bundles, oldest first, each signed by the one before. */
export type DeskKeys = z.infer<typeof deskKeysSchema>

/** What a desk key signs (EIP-191) to hand over to the next one. */
export function deskKeyText(address: string, since: string): string {
  return `Countersign desk key ${address} since ${since}`
}

/** The addresses of a desk, oldest first. Throws an Error naming what is wrong with the document or its chain. */
export async function checkDeskKeys(document: unknown, recover: Recover = recoverSigner): Promise<Hex[]> {
  const parsed = deskKeysSchema.safeParse(document)
  if (!parsed.success) throw new Error('The desk’s keys are not a countersign.keys/1 document')

  const { keys } = parsed.data
  for (const [index, key] of keys.entries()) {
    const before = keys[index - 1]
    if (!before) {
      if (key.signed_by !== null || key.signature !== null)
        throw new Error('The first desk key must not be signed by another')
      continue
    }
    if (key.since <= before.since) throw new Error(`The desk key ${key.address} is not younger than the one before`)
    const signer = await recover(hashMessage(deskKeyText(key.address, key.since)), key.signature ?? '0x')
    if (key.signed_by !== before.address || signer !== before.address) {
      throw new Error(`The desk key ${key.address} is not signed by the one before`)
    }
  }
  return keys.map((key) => key.address)
}
