import { NothingHere } from '@/components/site/nothing-here'

export default function NotFound() {
  return <NothingHere />
}
