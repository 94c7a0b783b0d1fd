/**
 * Next's hook at start. Under `next dev` nothing else opens the desk; the self-hosted server does it itself before it
 * listens. Without the web's heartbeat no deadline takes effect (lib/desk/heartbeat.ts).
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs' || process.env.NODE_ENV !== 'development') return

  const { openDesk } = await import('@/lib/desk/open-desk')
  await openDesk()
}
