import { describe, expect, it } from 'vitest'
import { isCaseDraw, type ReceiptDraw } from './bundle'
import { repeatPublicDraw } from './draw-answers'
import type { Hex } from './hash'
import { makeTaskBundle } from './make-task-bundle.fixture'

const { bundle, id } = await makeTaskBundle({ ending: 'pending' })
const draw = bundle.draw
if (!draw || isCaseDraw(draw)) throw new Error('no draw')

type Lie = { rounds?: ReceiptDraw['rounds']; isAnchored?: boolean }

/** A desk's answers about the fixture's task. */
function desk({ rounds = draw?.rounds as ReceiptDraw['rounds'], isAnchored = true }: Lie = {}) {
  const rootOf = (leaf: Hex) => {
    const found = (draw as ReceiptDraw).anchored.find((one) => one.id === leaf)
    return { chain_id: 'eip155:31337', root: isAnchored ? (found?.anchor.root ?? null) : null }
  }
  return async (path: string): Promise<unknown> => {
    const [noun, key, more] = path.split(/[/?]/)
    if (noun === 'receipts' && more === 'committee') {
      return {
        rounds: rounds.map(({ roster, block_number, block_hash, seats, ...round }) => ({
          ...{ ...round, epoch: roster, committee: seats, roster_root: null },
          randomness: { block_number, block_hash },
        })),
      }
    }
    if (noun === 'receipts') return { receipt: bundle.receipt, attestations: [], anchor: rootOf(id) }
    if (noun === 'rosters') {
      const roster = (draw as ReceiptDraw).rosters.find(({ epoch }) => String(epoch) === key)
      return roster && { ...roster, roster_root: roster.root, anchor: rootOf(roster.root) }
    }
    const leaf = (draw as ReceiptDraw).anchored.find(({ anchor }) => anchor.root === key)
    return leaf && { ...leaf.anchor, chain_id: 'eip155:31337', leaf }
  }
}

const linkOf = ({ links }: Awaited<ReturnType<typeof repeatPublicDraw>>, name: string) =>
  links.find((link) => link.name === name)

describe('a draw repeated from what a desk answers', () => {
  it('holds when receipt and roster were timestamped before it', async () => {
    const found = await repeatPublicDraw(id, desk(), [])
    expect(found.links.filter(({ verdict }) => verdict === 'broken' || verdict === 'unverifiable')).toEqual([])
    expect(found.exit).toBe(0)
    expect(found.rounds[0]?.seats.every(({ holds }) => holds)).toBe(true)
  })

  it('cannot be told by a block of the desk’s choosing while nothing says where the receipt stands', async () => {
    const rounds = (draw as ReceiptDraw).rounds.map((round) => ({ ...round, block_number: 77 }))
    const found = await repeatPublicDraw(id, desk({ rounds, isAnchored: false }), [])
    expect(linkOf(found, 'seed')).toMatchObject({ verdict: 'unverifiable' })
    expect(found.exit).toBe(2)
    const caught = await repeatPublicDraw(id, desk({ rounds }), [])
    expect(linkOf(caught, 'seed')).toMatchObject({ verdict: 'broken' })
    expect(caught.exit).toBe(1)
  })
})
