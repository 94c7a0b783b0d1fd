/** Pure: the page of an agent; a DID has colons in it. */
export function agentHref(did: string, more: '' | '/manage' = ''): string {
  return `/agents/${encodeURIComponent(did)}${more}`
}

/** Pure: a DID out of an address of ours, or as it stood there when it was none. */
export function didFromPath(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
