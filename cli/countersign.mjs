#!/usr/bin/env node
import { digest } from './digest.mjs'
import { draw } from './draw.mjs'
import { leave } from './leave.mjs'
import { listen } from './listen.mjs'
import { replay } from './replay.mjs'
import { verify } from './verify.mjs'

const USAGE = `Usage: countersign verify FILE [--rpc URL]... [--desk ORIGIN|ADDRESS] [--json]
       countersign digest FILE|LINK|- [--expect DIGEST] [--json]
       countersign draw RECEIPT [--desk ORIGIN] [--rpc URL]... [--json]
       countersign replay DID|ADDRESS|all [--desk ORIGIN] [--rpc URL]... [--json]
       countersign replay --simulate [--json]
       countersign leave FILE... --rpc URL [--key-file FILE|--account ADDRESS] [STEP]
       countersign listen --forward URL [--desk ORIGIN] [--key-file FILE] [--types TYPES] [--secret SECRET] [--resume FILE]

verify checks a Countersign bundle, offline unless a node or a desk is named.
  --rpc URL      a node of any chain: proves the anchor's time, blocks and wallet contracts' signatures on its chain
  --desk         whose seal it must be: the desk's origin (https://…), whose keys are fetched, or its address
  --json         print the report as JSON
Exit: 0 nothing is broken and all that can be proven is, 1 something is broken, 2 cannot verify, 64 wrong usage

digest prints what a wallet is asked to sign, field by field, with the hashes a hardware wallet shows. It asks nobody.
  FILE|LINK|-    the typed data as JSON, a link to a desk's /check page, or the standard input
  --expect       the digest it must be, as another device shows it
  --json         print fields and hashes as JSON
Exit: 0 computed, 1 it is not the digest you expect, 2 not typed data of Countersign, 64 wrong usage

draw seats the committee of a task's receipt again, from what the desk tells anybody, and says whether it told the truth.
  RECEIPT        the receipt's id
  --desk ORIGIN  the desk, http://localhost:3000 unless said
  --rpc URL      a node of the anchor chain: proves the blocks the draw rests on
  --json         print what was found as JSON
Exit: 0 nothing the desk says is wrong, 1 something is, 2 cannot tell, 64 wrong usage

replay recomputes reputation from what a desk shows everybody, and compares every row and number. No key is sent.
  all            everybody named in public, and whoever dealt with them
  --desk ORIGIN  the desk, http://localhost:3000 unless said
  --rpc URL      a node of any chain: proves the signatures of wallet contracts, and blocks, on its chain
  --simulate     asks no desk: what dishonest strategies gain beside an honest trader
  --json         print what was found as JSON
Exit: 0 the desk's numbers follow, 1 it lied (the row is named), 2 public data or the desk cannot tell, 64 wrong usage

leave ends a deal with bonds without any desk. Without a step it says how the deal stands and what can be done.
  FILE           the deal's file, or its bundle; and what the other party signed and handed you
  --rpc URL      a node of the deal's chain
  --key-file     a file that holds your private key; or in the environment, COUNTERSIGN_KEY. Never an argument
  --account      instead of a key, an account that the node itself signs for: a demo wallet of the local chain
  STEP           settle, split, resolver, oracle, panel, expire, dispute, fix-seed, seat, redraw, void, withdraw, push,
                 or sign: what you agree to, for the other party to settle with
  --outcome      with sign: FULFILLED, CREATOR_WIN, COUNTERPARTY_WIN, DRAW, NO_CONTEST, or SPLIT with --to-creator AMOUNT
  --out FILE     with sign: where to write it; else it is printed
  --reason       with dispute: why. Keep the text: only its hash goes on chain
  --to ADDRESS   with withdraw: where to; else to yourself
  --dry-run      show what would be sent or signed, and do neither
Exit: 0 done, 1 not possible now or refused, 2 the files or the chain cannot be read, 64 wrong usage

listen posts the events of your organization to a hook of yours as they happen, as webhooks would come, until Ctrl-C.
  --forward URL  the hook, such as http://localhost:4000/hook. One that is not there yet is waited for
  --desk ORIGIN  the desk, http://localhost:3000 unless said
  --key-file     a file that holds an API key with the scope events:read; or in the environment, COUNTERSIGN_KEY
  --types        only these, such as challenge.*,receipt.anchored
  --secret       what to sign with, whsec_…; else one is made and printed
  --resume FILE  keeps there how far it came, and goes on from there the next time
Exit: 0 ended by you, 1 the desk refuses, 2 no key, or a file cannot be read, 64 wrong usage`

const commands = { digest, draw, leave, listen, replay, verify }

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
