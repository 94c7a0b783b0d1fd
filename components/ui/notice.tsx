import type { ReactNode } from 'react'

/** What a page says that has only one thing to say. */
export function Notice({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="py-[12svh]">
      <h1 className="text-[clamp(1.9rem,4.4vw,2.9rem)]">{title}</h1>
      <div className="mt-4 max-w-[36em] font-serif text-[1.16rem] leading-relaxed">{children}</div>
    </section>
  )
}
