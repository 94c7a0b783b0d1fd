import { DeadInvite } from './dead-invite'

export default function InviteNotFound() {
  return <DeadInvite title="This invite leads nowhere." />
}
