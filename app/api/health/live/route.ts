import { handlers } from '@/lib/http/handlers'
import { checkLive, LiveAnswer } from '@/lib/http/health'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route({ summary: 'Whether the process is up', answer: LiveAnswer, auth: 'none', limit: 'none' }, checkLive),
})
