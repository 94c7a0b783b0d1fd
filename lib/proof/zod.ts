import * as z from 'zod'

// Where a page's policy forbids eval, zod's attempt to compile its schemas is reported as broken policy though it is
// caught. Browsers therefore take the way without; what it checks is the same.
if ('document' in globalThis || 'WorkerGlobalScope' in globalThis) z.config({ jitless: true })

export { z }
