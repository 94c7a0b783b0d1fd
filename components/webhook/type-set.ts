/** What a form knows of which events an endpoint gets. */
export type TypeSet = {
  every: boolean
  /** Of the catalogue: types, and nouns as `challenge.*`. */
  chosen: string[]
  /** What the organization's own programs publish, as it was typed. */
  own: string
}

export const nounOf = (type: string): string => type.split('.')[0] ?? type

/** Pure: the types a form begins with. */
export function toTypeSet(types: readonly string[], catalogue: readonly string[]): TypeSet {
  const known = new Set(catalogue.flatMap((type) => [type, `${nounOf(type)}.*`]))
  const named = types.filter((type) => type !== '*')
  return {
    every: types.includes('*'),
    chosen: named.filter((type) => known.has(type)),
    own: named.filter((type) => !known.has(type)).join('\n'),
  }
}

/** Pure: what the desk is told. A noun takes in its types. */
export function fromTypeSet({ every, chosen, own }: TypeSet): string[] {
  if (every) return ['*']
  const typed = own.split(/[\s,]+/).filter(Boolean)
  const kept = chosen.filter((type) => type.endsWith('.*') || !chosen.includes(`${nounOf(type)}.*`))
  return [...new Set([...kept, ...typed])]
}
