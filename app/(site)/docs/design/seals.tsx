import { SEAL_OF, STATUS_WORDS } from '@/components/challenge/words'
import { Rosette } from '@/components/proof/rosette'
import { Seal } from '@/components/proof/seal'
import { Picture } from '@/components/ui/picture'
import type { Status } from '@/lib/challenge/state'
import { keccakHex } from '@/lib/proof/hash'

const STATUSES = Object.keys(SEAL_OF) as Status[]

export function Seals() {
  return (
    <ul className="grid grid-cols-2 gap-x-4 gap-y-7 sm:grid-cols-3">
      {STATUSES.map((status) => (
        <li key={status}>
          <Seal state={SEAL_OF[status]} className="size-[68px]" />
          <span className="mt-2 block font-serif text-[1.1rem]">{STATUS_WORDS[status].name}</span>
        </li>
      ))}
    </ul>
  )
}

const HASHES = ['a bicycle', 'a bicyclf', 'a translation', 'a domain name', 'a coat of paint', 'nothing'].map((word) =>
  keccakHex(word),
)

export function Rosettes() {
  return (
    <ul className="grid grid-cols-2 gap-5 sm:grid-cols-3">
      {HASHES.map((hash) => (
        <li key={hash}>
          <Rosette hash={hash} className="w-full" />
          <span className="mono mt-1 block text-center text-soft">{hash.slice(0, 10)}…</span>
        </li>
      ))}
    </ul>
  )
}

/** The first six share their first and last characters. */
const ADDRESSES = [
  '0x70997970c51812dc3a010c7d01b50e0d17dc79c8',
  '0x7099a1b0c51812dc3a010c7d01b50e0d17dc79c8',
  '0x70993c44cdddb6a900fa2b585dd299e03d1279c8',
  '0x709990f79bf6eb2c4f870365e785982e1f1079c8',
  '0x709915d34aaf54267db7d7c367839aaf71a079c8',
  '0x7099976ea74026e726554db657fa54763abd79c8',
  ...Array.from({ length: 12 }, (_, index) => `0x${keccakHex(`wallet ${index}`).slice(-40)}`),
]

export function Pictures() {
  return (
    <ul className="flex flex-wrap gap-3">
      {ADDRESSES.map((address) => (
        <li key={address}>
          <Picture of={address} className="size-11" />
        </li>
      ))}
    </ul>
  )
}
