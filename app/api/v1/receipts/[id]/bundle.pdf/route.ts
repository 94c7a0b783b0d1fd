import { handlers } from '@/lib/http/handlers'
import { notBuilt } from '@/lib/http/not-built'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({ GET: notBuilt('PDF dossiers', 'receipts') })
