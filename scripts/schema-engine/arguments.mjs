import { readFileSync } from 'node:fs'

/**
 * What the Prisma CLI asked for: a `cli` command, or none (JSON-RPC); the datasource's URL; the schema files as
 * [path, text] pairs. Flags for preview features and extension types have no meaning to the WebAssembly engine.
 *
 * @param {string[]} args
 * @returns {{ command?: string, datasourceUrl?: string, datamodels: [string, string][] }}
 */
export function parseArguments(args) {
  const datamodels = /** @type {[string, string][]} */ ([])
  let datasourceUrl
  let command

  for (let at = 0; at < args.length; at += 2) {
    const value = args[at + 1] ?? ''
    if (args[at] === '--datamodels') datamodels.push([value, readFileSync(value, 'utf8')])
    if (args[at] === '--datasource') datasourceUrl = JSON.parse(value).url
    if (args[at] === 'cli') command = value
  }
  return { command, datasourceUrl, datamodels }
}
