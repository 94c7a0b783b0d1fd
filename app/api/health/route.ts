import { handlers } from '@/lib/http/handlers'
import { checkHealth, HealthAnswer } from '@/lib/http/health'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route({ summary: 'How the desk is', answer: HealthAnswer, auth: 'none', limit: 'none' }, checkHealth),
})
