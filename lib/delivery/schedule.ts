/** Pure: when a delivery that failed is tried again (domain §9). */

const MINUTE = 60
const HOUR = 60 * MINUTE

/** Seconds before each try, counted from the one before. So many tries there are. */
export const DELAYS = [0, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR, 4 * HOUR, 4 * HOUR] as const
export const MAX_FAILURES = DELAYS.length

/** A try comes up to a fifth early or late, so that what failed together does not come back together. */
const JITTER = 0.2
/** An endpoint may ask for more time than the schedule gives, up to this. */
const MAX_RETRY_AFTER = HOUR

/**
 * Seconds until the next try after so many failures, or null when there is none left. `random` is in [0, 1);
 * `retryAfterSeconds` is what the endpoint asked for, if it did.
 */
export function nextDelaySeconds(failures: number, random: number, retryAfterSeconds: number | null): number | null {
  const scheduled = failures < 1 ? undefined : DELAYS[failures]
  if (scheduled === undefined) return null

  const jittered = scheduled * (1 - JITTER + 2 * JITTER * random)
  const asked = Math.min(Math.max(retryAfterSeconds ?? 0, 0), MAX_RETRY_AFTER)
  return Math.max(jittered, asked)
}

/** No success for so long since the first failure: the endpoint is disabled. */
export const FAILING_SECONDS = 5 * 24 * HOUR

const MAX_PROBE_DELAY = 24 * HOUR

/** Seconds until a failing endpoint is asked again whether it answers, after so many askings: 1 h, 2 h, 4 h … 24 h. */
export function nextProbeSeconds(probes: number): number {
  return Math.min(HOUR * 2 ** Math.max(probes, 0), MAX_PROBE_DELAY)
}
