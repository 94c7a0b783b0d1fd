import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { fillReadme, readReadme } from './fill'

const readme = readReadme()

it('quotes the examples, the variables and the state table as they are', () => {
  for (const place of ['the life of a challenge', '.env.example', 'examples/gatekeeper.sh', 'examples/gatekeeper.ts']) {
    expect(readme).toContain(`<!-- ${place}: written by scripts/fill-readme.ts -->`)
  }
  expect(fillReadme(readme)).toBe(readme)
})

it('links only to what is there', () => {
  const links = [...readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target]) => target ?? '')
  expect(links.length).toBeGreaterThan(0)
  expect(links.filter((target) => !existsSync(target))).toEqual([])
})
