// Writes app/api/routes.ts: the table of every route file under app/api, for server/ and the OpenAPI document.
// Run it after adding, moving or removing a route file. `--check` only says whether the table is current.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const TABLE = join(root, 'app/api/routes.ts')
// Next keeps these to itself: sign-in belongs to its own handler, and the catch-all answers what the table does not.
const LEFT_OUT = /^(?:auth\/|\[\[?\.\.\.)/

/** Folders of app/api that hold a route file, sorted. */
export function findRouteFolders() {
  return readdirSync(join(root, 'app/api'), { recursive: true })
    .map((file) => String(file).replaceAll('\\', '/'))
    .filter((file) => posix.basename(file) === 'route.ts' && !LEFT_OUT.test(file))
    .sort(bySegments)
    .map((file) => posix.dirname(file))
}

// The order the formatter wants imports in.
function bySegments(a, b) {
  const [left, right] = [a.split('/'), b.split('/')]
  const at = left.findIndex((segment, i) => segment !== right[i])
  return left[at] < (right[at] ?? '') ? -1 : 1
}

/** `v1/challenges/[id]` → `/api/v1/challenges/:id`; route groups do not show. */
export function pathOf(folder) {
  const segments = folder.split('/').filter((segment) => !/^\(.*\)$/.test(segment))
  return ['/api', ...segments.map((segment) => segment.replace(/^\[(\w+)\]$/, ':$1'))].join('/')
}

/** The text of app/api/routes.ts for these folders. */
export function renderTable(folders) {
  const imports = folders.map((folder, i) => `import * as r${i} from './${folder}/route'`)
  const entries = folders.map((folder, i) => `  { path: '${pathOf(folder)}', methods: r${i} },`)
  return `// Written by scripts/list-routes.mjs from the route files beside it. Do not edit.
import type { RouteEntry } from '@/lib/http/spec'
${imports.join('\n')}

export const routes: readonly RouteEntry[] = [
${entries.join('\n')}
]
`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const table = renderTable(findRouteFolders())
  const current = (() => {
    try {
      return readFileSync(TABLE, 'utf8') === table
    } catch {
      return false
    }
  })()

  if (process.argv.includes('--check')) {
    if (!current) console.error('app/api/routes.ts is out of date: run node scripts/list-routes.mjs')
    process.exitCode = current ? 0 : 1
  } else if (!current) {
    writeFileSync(TABLE, table)
    console.log('app/api/routes.ts written.')
  }
}
