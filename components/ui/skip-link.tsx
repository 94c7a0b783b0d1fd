/** The first thing a keyboard finds: past the header, to what the page is about. */
export function SkipLink() {
  return (
    <a
      href="#main"
      className="absolute top-2 left-2 z-50 -translate-y-20 rounded-[3px] border border-edge bg-sheet px-4 py-2 focus:translate-y-0 print:hidden"
    >
      Skip to the page
    </a>
  )
}
