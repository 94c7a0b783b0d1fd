import type { Hex } from '@/lib/proof/hash'

/** The rosette as a picture of its own: hundreds of curves that the words of a page do not wait for. */
export function RosettePicture({ hash, className }: { hash: Hex; className?: string }) {
  return (
    <svg viewBox="0 0 100 100" className={className} aria-hidden="true">
      <image href={`/api/v1/receipts/${hash}/rosette.svg`} width="100" height="100" />
    </svg>
  )
}
