import { describe, expect, it } from 'vitest'
import { addressFrom, toNetwork } from './client-address'

describe('the network a caller is counted under', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['203.0.113.7:51000', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['0:0:0:0:0:ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2:ffff::1', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::9]:443', '2001:db8:1:2::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['2001:0db8:0001:0002::', '2001:db8:1:2::/64'],
    ['somewhere', 'unknown'],
    ['', 'unknown'],
    ['999.1.1.1', 'unknown'],
  ])('%s → %s', (address, network) => {
    expect(toNetwork(address)).toBe(network)
  })

  it('does not tell two addresses of one IPv6 network apart', () => {
    expect(toNetwork('2001:db8::1')).toBe(toNetwork('2001:db8::2'))
    expect(toNetwork('2001:db8::1')).not.toBe(toNetwork('2001:db8:0:1::1'))
  })
})

describe('seen through proxies', () => {
  const forwarded = '198.51.100.66, 203.0.113.7, 10.0.0.2'

  it.each([
    [0, '192.0.2.1'],
    [1, '10.0.0.2'],
    [2, '203.0.113.7'],
    [3, '198.51.100.66'],
    [9, '198.51.100.66'],
  ])('trusting %i of them', (trusted, address) => {
    expect(addressFrom('192.0.2.1', forwarded, trusted)).toBe(address)
  })

  it('falls back to the socket where no proxy said anything', () => {
    expect(addressFrom('192.0.2.1', null, 1)).toBe('192.0.2.1')
    expect(addressFrom(undefined, '', 1)).toBe('unknown')
  })
})
