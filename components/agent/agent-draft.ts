/** What is typed about an agent. */
export type CapabilityDraft = { key: string; description: string; tags: string; version: string }
export type AgentDraft = { name: string; capabilities: CapabilityDraft[]; days: string }
export type AgentErrors = Record<string, string>

/** As the API takes it. */
export type AgentBody = {
  name: string | null
  capabilities: { description: string; tags: string[]; version: string }[]
  ttl_seconds: number
}

export const MOST_CAPABILITIES = 50
const DAY_SECONDS = 86_400
const MOST_DAYS = 365
const TAG = /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/
const VERSION = /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:[-+][0-9A-Za-z.+-]+)?$/

export function newCapability(): CapabilityDraft {
  return { key: crypto.randomUUID(), description: '', tags: '', version: '1.0.0' }
}

/** Pure: what was typed as a registration, or what is wrong with it; errors by field: `capabilities.0.tags`. */
export function toAgentBody({ name, capabilities, days }: AgentDraft): { body: AgentBody } | { errors: AgentErrors } {
  const errors: AgentErrors = {}
  if (name.trim().length > 80) errors.name = 'At most 80 characters.'
  if (!/^\d{1,3}$/.test(days.trim()) || Number(days) < 1 || Number(days) > MOST_DAYS) {
    errors.ttl_seconds = `Between 1 and ${MOST_DAYS} days.`
  }
  if (capabilities.length === 0) errors.capabilities = 'Name at least one thing it can do.'

  const read = capabilities.map(({ description, tags, version }, at) => {
    const list = readTags(tags)
    const own = `capabilities.${at}`
    if (description.trim() === '') errors[`${own}.description`] = 'Say what it does.'
    if (description.length > 1_000) errors[`${own}.description`] = 'At most 1 000 characters.'
    if (list.length > 20) errors[`${own}.tags`] = 'At most 20 tags.'
    const bad = list.find((tag) => tag.length > 32 || !TAG.test(tag))
    if (bad !== undefined) errors[`${own}.tags`] = `“${bad}” is no tag: letters, digits and single . _ - in between.`
    if (!VERSION.test(version.trim())) errors[`${own}.version`] = 'A version like 1.0.0.'
    return { description: description.trim(), tags: list, version: version.trim() }
  })
  if (Object.keys(errors).length > 0) return { errors }
  return { body: { name: name.trim() || null, capabilities: read, ttl_seconds: Number(days) * DAY_SECONDS } }
}

/** Separated by commas or spaces, each once. */
export function readTags(text: string): string[] {
  return [
    ...new Set(
      text
        .toLowerCase()
        .split(/[\s,]+/)
        .filter(Boolean),
    ),
  ]
}
