import { Waiting } from '@/components/ui/waiting'

export default function Loading() {
  return (
    <div className="py-[12svh]">
      <Waiting says="Getting your settings" />
    </div>
  )
}
