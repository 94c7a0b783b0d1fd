import { describe, expect, it } from 'vitest'
import { BONDED, NETWORKS, TUSD, typed } from './desk.fixture'
import { readBond } from './read-bond'
import type { BondText, Errors, FormValues } from './values'

function read(bond: Partial<BondText> = {}, over: Partial<FormValues> = {}, networks = NETWORKS) {
  const errors: Errors = {}
  const body = readBond(typed({ ...BONDED, ...over, bond: { ...BONDED.bond, ...bond } }), { networks }, errors)
  return { body, errors }
}

const capped = (max_bond: string | null, max_committee_bond: string | null) =>
  NETWORKS.map((network) => ({
    ...network,
    assets: network.assets.map((asset) => ({ ...asset, max_bond, max_committee_bond })),
  }))

describe('what both put down', () => {
  it('is exact in the smallest unit', () => {
    expect(read({ asset: TUSD, creator: '1.000003', counterparty: '0.999997' })).toEqual({
      body: { network: 'eip155:31337', token_address: TUSD, creator: '1000003', counterparty: '999997' },
      errors: {},
    })
  })

  it('names a stake only where there is one', () => {
    expect(read({ counterpartyBase: '0.25' }).body).toMatchObject({ counterparty_base: '250000000000000000' })
    expect(read().body).not.toHaveProperty('creator_base')
  })

  it('is nothing in a mode without bonds', () => {
    expect(read({}, { mode: 'GATEKEEPER' })).toEqual({ body: null, errors: {} })
  })

  it.each<[string, Partial<BondText>, string]>([
    ['nothing', { creator: '' }, 'bond.creator'],
    ['zero', { counterparty: '0' }, 'bond.counterparty'],
    ['less than nothing', { creator: '-1' }, 'bond.creator'],
    ['no number', { creator: 'a lot' }, 'bond.creator'],
    ['finer than the asset', { asset: TUSD, creator: '0.0000001' }, 'bond.creator'],
    ['a stake of zero', { creatorBase: '0' }, 'bond.creatorBase'],
    ['a network without an escrow', { network: 'eip155:1' }, 'bond.network'],
    ['an asset that is not listed', { asset: `0x${'99'.repeat(20)}` }, 'bond.network'],
  ])('is not %s', (_, bond, field) => {
    expect(Object.keys(read(bond).errors)).toEqual([field])
  })

  it('keeps below the cap, and below the panel’s', () => {
    const networks = capped('1000000000000000000', '600000000000000000')
    expect(read({}, {}, networks).errors).toEqual({})
    const committee = { resolution: { ...typed().resolution, strategy: 'COMMITTEE' as const } }
    expect(read({}, committee, networks).errors).toEqual({ 'bond.creator': 'At most 0.6 ETH here.' })
  })
})
