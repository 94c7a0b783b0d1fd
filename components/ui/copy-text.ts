/** Puts text on the clipboard; false when the browser did not allow it. Must run within a press. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

/** Without https there is no clipboard but on this machine itself; a selection can still be copied. */
function copyBySelection(text: string): boolean {
  const focused = document.activeElement
  const area = document.createElement('textarea')
  area.value = text
  area.className = 'fixed opacity-0'
  area.setAttribute('aria-hidden', 'true')
  // A dialog keeps focus within itself.
  const place = focused?.closest('[role=dialog],[role=alertdialog]') ?? document.body
  place.append(area)
  area.select()
  const copied = document.execCommand('copy')
  area.remove()
  if (focused instanceof HTMLElement) focused.focus()
  return copied
}
