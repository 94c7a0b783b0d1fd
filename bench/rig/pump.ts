import { startDeliveries } from '@/lib/delivery/deliver'

/** The part of the worker that fans the log out and sends, in a process of its own: told to begin, and ended by its parent. */
process.on('message', () => {
  startDeliveries()
})
process.on('disconnect', () => process.exit(0))
process.send?.({ type: 'ready', port: 0 })
