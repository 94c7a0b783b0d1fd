import { verifyMessage } from 'viem'
import { makeWallets, signDigest } from './rig/people.mjs'
import { threadFigure } from './rig/thread-figure.mjs'

const SIGNATURES = 2_000

/** Who signed a personal_sign message of the length a wallet is really shown: the desk's native way beside viem's. */
export default threadFigure({
  name: 'signature-verification',
  title: 'signature verification',
  baseline: 'viem verifyMessage',
  aim: { ratio: 10 },
  batch: 20,
  setUp: async ({ product }) => {
    const signed = makeWallets(SIGNATURES).map((wallet, i) => signText(product, wallet, i))
    return {
      ours: (number) => {
        const { message, signature, address } = signed[number % SIGNATURES]
        return product.recoverPersonalSign(message, signature) === address
      },
      bare: (number) => verifyMessage(signed[number % SIGNATURES]),
    }
  },
})

function signText({ buildProofMessage, statements, personalDigest }, wallet, number) {
  const message = buildProofMessage('http://localhost:3000', {
    id: '0193a5f0-0000-7000-8000-000000000001',
    address: wallet.address,
    chainId: 31337,
    nonce: String(number).padStart(32, '0'),
    statement: statements.signIn(),
    issuedAt: new Date(number),
    expiresAt: new Date(number + 600_000),
  })
  return { message, signature: signDigest(personalDigest(message), wallet), address: wallet.address }
}
