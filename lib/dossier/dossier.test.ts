import { describe, expect, it } from 'vitest'
import { drawRosette } from '@/components/proof/rosette-geometry'
import { makeBundle } from '@/lib/proof/make-bundle.fixture'
import { makeTaskBundle } from '@/lib/proof/make-task-bundle.fixture'
import { receiptId } from '@/lib/proof/receipt'
import { buildSections } from './dossier'
import { encodeGlyph } from './encode-glyph'
import { rosettePaths } from './rosette-path'

const challenge = (await makeBundle({ redacted: true, ending: 'redrawn' })).bundle
const task = (await makeTaskBundle({ ending: 'reversed' })).bundle
const base = { status: 'FINALIZED', batch: null, judged: null, written: null } as const
const textOf = (sections: ReturnType<typeof buildSections>) =>
  sections
    .map(({ heading, says, rows }) => [heading, says, ...rows.map((row) => `${row.name} ${row.value}`)].join('\n'))
    .join('\n')

describe('a dossier', () => {
  it('names every signer in their role, every seat and every verdict', () => {
    const text = textOf(buildSections({ ...base, kind: 'full', id: receiptId(task.receipt), bundle: task }))
    for (const { signer } of task.statements) expect(text).toContain(signer)
    for (const what of [
      'Client',
      'Provider',
      'Member AUDIT_PASS, score 0.9, confidence 0.8, round 1',
      'Round 2: the appeal’s',
      'Verdict: FINALIZED',
      'Verdict: REVERSED',
      'sat in the first committee',
    ]) {
      expect(text).toContain(what)
    }
  })

  it('holds of each kind what it is for', () => {
    const of = (kind: 'evidence' | 'dispute') =>
      textOf(buildSections({ ...base, kind, id: receiptId(task.receipt), bundle: task }))
    expect(of('evidence')).toContain('Who signed what')
    expect(of('evidence')).not.toContain('Seat 1')
    expect(of('dispute')).toContain('Seat 1')
    expect(of('dispute')).not.toContain('Who took part')
  })

  it('holds what was written only when that is handed to it', () => {
    const parts = { ...base, kind: 'full' as const, id: receiptId(challenge.receipt), bundle: challenge }
    expect(textOf(buildSections(parts))).not.toContain('Bike')
    const written = { title: 'Bike', description: null, terms: { price: '0.4' } }
    expect(textOf(buildSections({ ...parts, written }))).toContain('Title Bike')
    expect(textOf(buildSections(parts))).toContain('Round 2 of the panel')
  })
})

describe('its picture and letters', () => {
  it('draws the rosette of the page: as many petals, none out of the square', () => {
    const rings = drawRosette(receiptId(task.receipt))
    const paths = rosettePaths(rings)
    for (const [index, path] of paths.entries()) {
      const ring = rings[index]
      expect(path.match(/M/g)).toHaveLength((ring?.petals ?? 0) * (ring?.copies ?? 0))
      expect(Math.max(...path.split(/[MC ]/).map((number) => Math.abs(Number(number))))).toBeLessThan(102)
    }
  })

  it('writes a glyph as TrueType wants it, and none for a space', () => {
    expect(encodeGlyph({ commands: [] })).toHaveLength(0)
    const square = [
      { command: 'moveTo', args: [0, 0] },
      { command: 'lineTo', args: [10, 0] },
      { command: 'quadraticCurveTo', args: [12, 5, 10, 10] },
      { command: 'lineTo', args: [0, 0] },
      { command: 'closePath', args: [] },
    ]
    const view = new DataView(encodeGlyph({ commands: square }).buffer)
    expect([0, 2, 4, 6, 8, 10, 12].map((at) => view.getInt16(at))).toEqual([1, 0, 0, 12, 10, 3, 0])
    expect([14, 15, 16, 17].map((at) => view.getUint8(at))).toEqual([1, 1, 0, 1])
    expect([18, 20, 22, 24].map((at) => view.getInt16(at))).toEqual([0, 10, 2, -2])
    expect(view.byteLength % 4).toBe(0)
  })
})
