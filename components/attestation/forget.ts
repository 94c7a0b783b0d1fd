import { forgetBatches } from './batch-store'
import { forgetSends } from './sends-store'

/** Somebody signs out: what this browser kept of their attestations goes with them. */
export function forgetAttestations(): void {
  forgetBatches()
  forgetSends()
}
