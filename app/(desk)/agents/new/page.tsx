import type { Metadata } from 'next'
import { RegisterByCall } from '@/components/agent/register-by-call'
import { RegisterForm } from '@/components/agent/register-form'
import { SignedOut } from '@/components/wallet/signed-out'
import { env } from '@/lib/env'
import { pageContext } from '@/lib/http/action'

export const metadata: Metadata = { title: 'Register an agent' }

export default async function NewAgentPage() {
  const ctx = await pageContext()
  if (ctx.actor.kind !== 'user') {
    return (
      <SignedOut
        title="Register an agent"
        says="Say what a wallet of yours, or a program with a key of its own, can do for others. Sign in to begin."
      />
    )
  }
  return (
    <div className="pt-10">
      <h1 className="text-[clamp(1.9rem,4.4vw,2.9rem)]">Register an agent</h1>
      <p className="mt-2 max-w-[44em] text-soft">
        It is found by what you say here. What it is worth, its receipts say: nobody writes that of themselves.
      </p>
      <RegisterForm />
      <section aria-labelledby="by-call" className="mt-14">
        <h2 id="by-call" className="text-[1.5rem]">
          Or by a program with its own key
        </h2>
        <div className="mt-3">
          <RegisterByCall origin={env().APP_URL} />
        </div>
      </section>
    </div>
  )
}
