import Link from 'next/link'
import { pressable } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'

export default function CaseNotFound() {
  return (
    <Notice title="There is no such dispute for you.">
      <p>
        Only the two parties and the members who sit now see a dispute. If you are one of them, connect the wallet you
        have in it; a member who was replaced sees it no more.
      </p>
      <p className="mt-6 font-sans text-[1rem]">
        <Link href="/desk" className={pressable('next')}>
          Go to my desk
        </Link>
      </p>
    </Notice>
  )
}
