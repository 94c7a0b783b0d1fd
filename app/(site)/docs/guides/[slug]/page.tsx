import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { DocsFrame } from '@/components/docs/docs-frame'
import { beginningOf, contentsOf, Prose } from '@/components/docs/prose'
import { findGuide, type Guide, readGuide } from '../../guides'
import { navigation } from '../../navigation'

type Props = { params: Promise<{ slug: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const guide = requireGuide((await params).slug)
  return { title: guide.title, description: beginningOf(await readGuide(guide)) }
}

export default async function GuidePage({ params }: Props) {
  const guide = requireGuide((await params).slug)
  const blocks = await readGuide(guide)
  const path = `/docs/guides/${guide.slug}`
  return (
    <DocsFrame navigation={navigation()} current={path} contents={contentsOf(blocks)} kind="Guide" title={guide.title}>
      <Prose blocks={blocks} />
    </DocsFrame>
  )
}

function requireGuide(slug: string): Guide {
  return findGuide(slug) ?? notFound()
}
