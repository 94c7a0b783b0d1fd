/** What is shown is somebody else's text: nothing in it may move the cursor or turn the line around. */
export function withoutControls(value) {
  const clean = (_, part) => (typeof part === 'string' ? part.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd') : part)
  return JSON.parse(JSON.stringify(value), clean)
}
