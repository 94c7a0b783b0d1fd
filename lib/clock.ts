/** The desk's now. The one place that reads the system clock; rules take `ctx.now`. */
export function currentTime(): Date {
  return new Date()
}

/** `date` moved by whole or fractional seconds. */
export function addSeconds(date: Date, seconds: number): Date {
  return new Date(date.getTime() + seconds * 1000)
}
