import { type DigestParts, digestParts } from '@/lib/proof/digest'
import { packTypedData, toFile } from '@/lib/proof/digest-link'
import { NotOurTypedData, readTypedData } from '@/lib/proof/digest-read'
import { drawQr, type QrPicture } from './qr'

/** What a second device is given. `qr` is null when the link is too long to be read off a screen. */
export type Handover = { parts: DigestParts; link: string; qr: QrPicture | null; file: string }

/**
 * The digest of what a wallet is asked, and everything another device needs to compute it again. A sentence for the person
 * when it is not a text of Countersign. Loaded when there is something to sign.
 */
export async function prepareHandover(typedData: unknown, origin: string): Promise<Handover | { refused: string }> {
  try {
    const question = readTypedData(typedData)
    const link = `${origin}/check#${await packTypedData(question)}`
    return { parts: digestParts(question), link, qr: drawQr(link, 'L'), file: toFile(question) }
  } catch (error) {
    if (error instanceof NotOurTypedData) return { refused: error.message }
    throw error
  }
}
