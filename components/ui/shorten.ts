/** Pure: the first and last characters with an ellipsis between; whole when that would not be shorter. */
export function shorten(text: string, first: number, last: number): string {
  return text.length <= first + last + 1 ? text : `${text.slice(0, first)}…${text.slice(-last)}`
}
