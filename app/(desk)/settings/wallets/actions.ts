'use server'

import { UnlinkWallet } from '@/lib/identity/schemas'
import { unlinkWallet } from '@/lib/identity/unlink-wallet'
import { actAs } from '../act-as'

export const unlink = actAs(UnlinkWallet, (ctx, input) => unlinkWallet(ctx, input))
