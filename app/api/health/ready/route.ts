import { handlers } from '@/lib/http/handlers'
import { checkReady, ReadyAnswer } from '@/lib/http/health'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route({ summary: 'Whether calls can be served', answer: ReadyAnswer, auth: 'none', limit: 'none' }, checkReady),
})
