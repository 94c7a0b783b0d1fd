'use server'

import { z } from 'zod'
import { plainText } from '@/lib/http/schemas'
import { patchMe } from '@/lib/identity/patch-me'
import { actAs } from './act-as'

/** An empty field takes the name away. */
const Profile = z.strictObject({ name: plainText(1, 80).nullable().default(null) })

export const saveProfile = actAs(Profile, (ctx, input) => patchMe(ctx, input))
