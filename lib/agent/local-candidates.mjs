/**
 * Accounts 10 to 16 of the mnemonic every local chain begins with, lower-case: so that committees can be tried without
 * anybody's leave. Written out, since deriving them takes a tenth of a second of each start; and no TypeScript, since the
 * scripts that start a desk read it before anything is built.
 *
 * @type {readonly `0x${string}`[]}
 */
export const LOCAL_CANDIDATES = [
  '0xbcd4042de499d14e55001ccbb24a551f3b954096',
  '0x71be63f3384f5fb98995898a86b02fb2426c5788',
  '0xfabb0ac9d68b0b445fb7357272ff202c5651694a',
  '0x1cbd3b2770909d4e10f157cabc84c7264073c9ec',
  '0xdf3e18d64bc6a983f673ab319ccae4f1a57c7097',
  '0xcd3b766ccdd6ae721141f452c550ca635964ce71',
  '0x2546bcd3c84621e976d8185a91a922ae77ecec30',
]
