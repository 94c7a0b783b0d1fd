import { Seal, type SealState } from '@/components/proof/seal'

const MOVES =
  'motion-safe:[&_path]:transition-[transform,fill,stroke] motion-safe:[&_path]:duration-1000 motion-safe:[&_path]:ease-[cubic-bezier(.2,.7,.2,1)]'

/** The seal of this challenge. It moves only when something has changed, and not for those who ask for less. */
export function BigSeal({ state }: { state: SealState }) {
  return <Seal state={state} className={`-ml-1.5 size-[92px] flex-none sm:-ml-2 sm:size-[118px] ${MOVES}`} />
}
