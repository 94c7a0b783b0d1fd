import { expect, it } from 'vitest'
import { partyKeyOf } from './party-key'

const ADDRESS = '0x52908400098527886E0F7030069857D2E4169EE7'
const LOWER = ADDRESS.toLowerCase()

it.each([
  [ADDRESS, LOWER],
  [LOWER, LOWER],
  [`did:pkh:eip155:1:${LOWER}`, LOWER],
  [`did:pkh:eip155:8453:${LOWER}`, LOWER],
  [
    'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
    'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
  ],
])('%s is found by %s', (party, key) => expect(partyKeyOf(party)).toBe(key))
