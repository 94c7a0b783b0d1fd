/** `npm start` and `npm run dev`: everything Countersign needs, started here and stopped together. */
import path from 'node:path'
import { run } from './start/run.mjs'

await run({ root: path.join(import.meta.dirname, '..'), dev: process.argv.includes('--dev') })
