import { renderToStream } from '@react-pdf/renderer'
import { DossierDocument, type DossierPage } from './document'

export { makeShowable } from './fonts'

/** The pages as a PDF. Loaded when the first one is asked for: what lays out pages is half the time a desk takes to start. */
export function printDossier(page: DossierPage, id: string): Promise<NodeJS.ReadableStream> {
  return renderToStream(<DossierDocument page={page} id={id} />)
}
