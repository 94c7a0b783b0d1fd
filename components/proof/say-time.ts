/** `3 November 2026, 09:31 UTC` */
export function sayTime(time: string): string {
  const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' })
  return `${sayDay(time)}, ${clock.format(new Date(time))} UTC`
}

/** `3 November 2026`, in UTC. */
export function sayDay(time: string): string {
  const day = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const
  return new Intl.DateTimeFormat('en-GB', day).format(new Date(time))
}
