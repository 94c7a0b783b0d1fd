'use server'

import { z } from 'zod'
import { eraseMe } from '@/lib/identity/erase-me'
import { actAs } from '../act-as'

/** Typed, so that it is not done by one press too many. */
const Erase = z.strictObject({ word: z.literal('erase', { error: 'Type the word erase, in small letters.' }) })

export const erase = actAs(Erase, (ctx) => eraseMe(ctx))
