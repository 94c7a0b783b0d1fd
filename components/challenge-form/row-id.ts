/** A name for a line that somebody added, so that it stays itself while others come and go. */
export function newRowId(): string {
  return Math.random().toString(36).slice(2, 10)
}
