import { z } from 'zod'
import { log } from '@/lib/log'
import { task } from '@/lib/queue/task'
import { readChainNews, readStakeNews } from './read-chain-news'

/**
 * Reads a chain's news. A failure is not thrown: the queue would wait longer each time before it tries again, and hold the
 * job's key meanwhile, while the sweep asks anew in a moment anyway.
 */
export const readChainNewsJob = task('read-chain-news', z.object({ chainId: z.int() }), async (ctx, input) => {
  try {
    await readChainNews(ctx, input)
    await readStakeNews(ctx, input)
  } catch (err) {
    log.warn({ err, chainId: input.chainId }, 'the news of a chain could not be read')
  }
})
