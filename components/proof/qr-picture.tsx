import type { QrPicture } from './qr'

/** Always dark on light, in both themes: many readers cannot read the other way round. `says` is read aloud in its place. */
export function QrView({ qr, says, className }: { qr: QrPicture; says: string; className?: string }) {
  return (
    <svg viewBox={`0 0 ${qr.size} ${qr.size}`} className={className} role="img" aria-label={says}>
      <rect width={qr.size} height={qr.size} fill="#fffdf8" />
      <path d={qr.path} fill="#1d1b17" shapeRendering="crispEdges" />
    </svg>
  )
}
