import { unknownPath } from '@/lib/http/handlers'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = unknownPath()
