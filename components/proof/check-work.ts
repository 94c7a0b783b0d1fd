import { type DigestParts, digestParts, listFields, type SignedField } from '@/lib/proof/digest'
import { unpackTypedData } from '@/lib/proof/digest-link'
import { NotOurTypedData, readTypedDataText, type SigningQuestion } from '@/lib/proof/digest-read'

export type Recomputed = { question: SigningQuestion; fields: SignedField[]; parts: DigestParts }

/** Reads what another device is asked to sign, from the part of a link behind its # or from JSON, and computes its hashes. */
export async function recompute(
  given: { fragment: string } | { json: string },
): Promise<Recomputed | { refused: string }> {
  try {
    const question = 'fragment' in given ? await unpackTypedData(given.fragment) : readTypedDataText(given.json)
    return { question, fields: listFields(question.primaryType, question.message), parts: digestParts(question) }
  } catch (error) {
    if (error instanceof NotOurTypedData) return { refused: error.message }
    throw error
  }
}
