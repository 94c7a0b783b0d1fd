import { withRefusals } from '@/lib/audit/refusals'
import { type Ctx, type OrganizationRole, requireUser, type UserActor } from '@/lib/context'
import { AppError } from '@/lib/errors'
import { requireSession } from '@/lib/identity/require-session'

/** Whether somebody of this role may attest and revoke for the organization. */
export const mayAttest = (role: OrganizationRole) => role === 'issuer' || canName(role)

/** Whether somebody of this role may say who attests for it, and under which schemas. */
export const canName = (role: OrganizationRole) => role === 'owner' || role === 'admin'

/** Does `work` for whoever may attest for the organization the call acts in; E9007 for others, which the audit log keeps. */
export function asAttester<T>(ctx: Ctx, action: string, work: (ctx: Ctx<UserActor>) => Promise<T>): Promise<T> {
  const sentence = 'Only its owners, admins and issuers attest for an organization.'
  return allowed(ctx, action, { may: mayAttest, sentence }, work)
}

/** Does `work` for owners and admins who signed in; E9007 for others and for API keys, which the audit log keeps. */
export function asManager<T>(ctx: Ctx, action: string, work: (ctx: Ctx<UserActor>) => Promise<T>): Promise<T> {
  const sentence = 'Only owners and admins say who attests for an organization, and under which schemas.'
  return allowed(ctx, action, { may: canName, sentence, inPerson: true }, work)
}

/** `inPerson`: no API key does it, whatever its scopes. */
type Rule = { may: (role: OrganizationRole) => boolean; sentence: string; inPerson?: boolean }

async function allowed<T>(
  ctx: Ctx,
  action: string,
  { may, sentence, inPerson = false }: Rule,
  work: (ctx: Ctx<UserActor>) => Promise<T>,
) {
  const actor = requireUser(ctx)
  const inside = { ...ctx, actor }
  return await withRefusals(inside, { organizationId: actor.organizationId, action }, async () => {
    if (!may(actor.role)) throw new AppError('E9007', sentence)
    if (inPerson) requireSession(inside)
    return await work(inside)
  })
}

/** 409: it could be, and is not now. */
export function notNow(sentence: string): AppError {
  return new AppError('E9004', sentence, { status: 409 })
}
