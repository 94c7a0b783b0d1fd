#!/usr/bin/env node
import { verify } from './verify.mjs'

const USAGE = `Usage: countersign verify FILE [--rpc URL]... [--desk ORIGIN|ADDRESS] [--json]

Checks a Countersign bundle, offline unless a node or a desk is named.
  --rpc URL      a node of any chain: proves the anchor's time, blocks and wallet contracts' signatures on its chain
  --desk         whose seal it must be: the desk's origin (https://…), whose keys are fetched, or its address
  --json         print the report as JSON

Exit: 0 nothing is broken and all that can be proven is, 1 something is broken, 2 cannot verify, 64 wrong usage`

const commands = { verify }

const [name, ...args] = process.argv.slice(2)
if (name === '--help' || name === '-h') {
  console.log(USAGE)
} else if (!Object.hasOwn(commands, name ?? '')) {
  process.exitCode = refuse(name ? `There is no command ${name}.` : 'A command is missing.')
} else {
  process.exitCode = await commands[name](args, refuse)
}

function refuse(why) {
  console.error(`${why}\n\n${USAGE}`)
  return 64
}
