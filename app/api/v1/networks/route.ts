import { listNetworks } from '@/lib/chain/list-networks'
import { NetworksAnswer } from '@/lib/chain/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route({ summary: 'Networks and assets', answer: NetworksAnswer, limit: 'reads', auth: 'none' }, () =>
    listNetworks(),
  ),
})
