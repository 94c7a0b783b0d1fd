/** A hash in groups of eight, for eyes that compare it with another screen. Copied it is one word. */
export function DigestText({ value }: { value: string }) {
  return (
    <span className="mono">
      {[...value.matchAll(/^0x|.{1,8}/g)].map(({ 0: group, index: at }) => (
        <span key={at} className={at > 0 ? 'mr-[.55em] inline-block' : 'inline-block'}>
          {group}
        </span>
      ))}
    </span>
  )
}
