import Link from 'next/link'
import { pressable } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'

export default function ChallengeNotFound() {
  return (
    <Notice title="There is no such challenge for you.">
      <p>
        The address may be mistyped, or it belongs to others. If you are one of the two, connect the wallet you signed
        with. If somebody invited you, open the link they sent you: it begins with /join.
      </p>
      <p className="mt-6 font-sans text-[1rem]">
        <Link href="/challenges" className={pressable('next')}>
          Go to my challenges
        </Link>
      </p>
    </Notice>
  )
}
