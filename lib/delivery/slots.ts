/** Sends under way in this process. */
export const MAX_SENDING = 1_000
/** Of these so many may be to endpoints that gave no answer last time: the others have the rest to themselves. */
export const MAX_SILENT = MAX_SENDING / 2
/** And so many to the endpoints of one organization, however many it has. */
export const MAX_OF_ORGANIZATION = MAX_SENDING / 4

/** Who wants to send. */
type Sending = { isSilent: boolean; endpoint: { organizationId: string } }

/** What one process may send at the same time, shared so that whoever hangs delays others as little as may be. */
export class Slots {
  #silent = 0
  readonly #ofOrganization = new Map<string, number>()
  /** Taken. */
  taken = 0

  isFree({ isSilent, endpoint }: Sending): boolean {
    if (this.taken >= MAX_SENDING || (isSilent && this.#silent >= MAX_SILENT)) return false
    return this.#of(endpoint.organizationId) < MAX_OF_ORGANIZATION
  }

  /** Takes a slot. Returns how to give it back. */
  take({ isSilent, endpoint: { organizationId } }: Sending): () => void {
    this.#add(1, isSilent, organizationId)
    return () => this.#add(-1, isSilent, organizationId)
  }

  #add(change: 1 | -1, isSilent: boolean, organizationId: string): void {
    this.taken += change
    if (isSilent) this.#silent += change
    const count = this.#of(organizationId) + change
    if (count > 0) this.#ofOrganization.set(organizationId, count)
    else this.#ofOrganization.delete(organizationId)
  }

  #of(organizationId: string): number {
    return this.#ofOrganization.get(organizationId) ?? 0
  }
}
