#!/usr/bin/env node
/**
 * Prisma's schema engine for machines that may not download it. The Prisma CLI starts a native binary it would fetch
 * first; this executable takes that binary's place. It runs the same engine from npm (WebAssembly) and speaks the
 * binary's two dialects: one-off `cli` commands, and JSON-RPC over stdin and stdout for everything else.
 * prisma.config.ts names it.
 */
import { parseArguments } from './schema-engine/arguments.mjs'
import { runDatabaseCommand } from './schema-engine/database-commands.mjs'
import { openEngine } from './schema-engine/engine.mjs'
import { serveRpc } from './schema-engine/rpc.mjs'

const CRASHED = 101

process.on('uncaughtException', (error) => {
  process.stderr.write(`${error.stack}\n`, () => process.exit(CRASHED))
})

const { command, datasourceUrl, datamodels } = parseArguments(process.argv.slice(2))

if (command) {
  process.exitCode = await runDatabaseCommand(command, datasourceUrl)
} else {
  await serveRpc(() => openEngine({ datasourceUrl, datamodels }))
  process.exit(0) // the engine keeps its connections open
}
