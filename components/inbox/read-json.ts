export type ReadJson = { value: Record<string, unknown> } | { error: string }

/** Pure: a JSON object out of what was typed, or a sentence that says where it stops being one. */
export function readJsonObject(text: string): ReadJson {
  if (text.trim() === '') return { error: 'Write a JSON object, such as {"order_id": "order-1042"}.' }
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { value: value as Record<string, unknown> }
    }
    return { error: 'This is JSON, but not an object: it begins with { and ends with }.' }
  } catch (error) {
    return { error: `This is not JSON${whereIn(text, error)}.` }
  }
}

/** Browsers say it in different words; the place is what helps. */
function whereIn(text: string, error: unknown): string {
  const message = error instanceof Error ? error.message : ''
  const named = /line (\d+) column (\d+)/.exec(message)
  if (named) return `: look at line ${named[1]}, character ${named[2]}`
  const at = /position (\d+)/.exec(message)?.[1]
  if (at === undefined) return ': something is missing at its end'
  const before = text.slice(0, Number(at)).split('\n')
  return `: look at line ${before.length}, character ${(before.at(-1)?.length ?? 0) + 1}`
}
