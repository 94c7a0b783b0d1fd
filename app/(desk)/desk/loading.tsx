import { Waiting } from '@/components/ui/waiting'

export default function Loading() {
  return (
    <div className="pt-10">
      <Waiting says="Reading your desk" />
    </div>
  )
}
