'use server'

import { DescribeToken, describeToken } from '@/lib/funds/describe-token'
import { action } from '@/lib/http/action'
import { ResolveName, resolveName } from '@/lib/identity/resolve-name'

/** Who an ENS name stands for. Asked by the desk: no node learns from the browser whom somebody deals with. */
export const findName = action(ResolveName, resolveName, { auth: 'optional', limit: 'wallet' })

/** How a token that the desk does not list is written. */
export const findToken = action(DescribeToken, describeToken, { auth: 'optional', limit: 'wallet' })
