import type { Evidence } from './store'

/** Pure: a file as the API lists it. */
export function toEvidenceAnswer({ id, role, name, size, sha256, uploadedAt, createdAt }: Evidence) {
  return { id, role, name, size, sha256, uploaded_at: uploadedAt, created_at: createdAt }
}
