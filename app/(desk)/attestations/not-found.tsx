import { NothingHere } from '@/components/site/nothing-here'

export default NothingHere
