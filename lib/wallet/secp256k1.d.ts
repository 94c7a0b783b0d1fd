/** The native binding ships no types; these are the calls made of it. */
declare module 'secp256k1' {
  const secp256k1: {
    /** Throws when the signature is out of range or no key can be recovered from it. */
    ecdsaRecover(signature: Uint8Array, recoveryId: number, digest: Uint8Array, compressed: boolean): Uint8Array
  }
  export default secp256k1
}
