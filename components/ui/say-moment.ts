type How = { utc?: boolean; withDate?: boolean }

/** Pure but for the time zone of where it runs: `31 Dec 2026, 13:00 (+01:00)`, or `31 Dec 2026, 12:00 UTC`. */
export function sayMoment(moment: Date, { utc = false, withDate = true }: How = {}): string {
  const zone = utc ? { timeZone: 'UTC' } : {}
  const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', ...zone }).format(moment)
  if (!withDate) return clock

  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', ...zone })
  return `${day.format(moment)}, ${clock} ${utc ? 'UTC' : `(${sayOffset(-moment.getTimezoneOffset())})`}`
}

/** Pure: minutes east of Greenwich as `+01:00`. */
export function sayOffset(minutes: number): string {
  const away = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(away / 60))}:${two(away % 60)}`
}

const two = (value: number) => String(value).padStart(2, '0')
