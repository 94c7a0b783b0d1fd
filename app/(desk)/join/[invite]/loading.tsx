import { Waiting } from '@/components/ui/waiting'

export default function Loading() {
  return (
    <div className="pt-11">
      <Waiting says="Opening the invite" />
    </div>
  )
}
