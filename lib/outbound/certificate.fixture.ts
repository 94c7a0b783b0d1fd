import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** A certificate that vouches for itself, for receivers in tests: X.509 written out by hand, since Node reads but cannot make one. */
export function selfSigned(names: readonly string[], validTo = new Date(Date.UTC(2049, 0, 1))) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const issuer = der(0x30, der(0x31, der(0x30, COMMON_NAME, der(0x0c, Buffer.from('A test')))))
  const valid = der(0x30, utcTime(new Date(Date.UTC(2000, 0, 1))), utcTime(validTo))
  const alternatives = der(0x30, ...names.map((name) => der(0x82, Buffer.from(name))))
  const extensions = der(0xa3, der(0x30, der(0x30, ALTERNATIVES, der(0x04, alternatives))))
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const serial = der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)]))
  const inner = der(0x30, VERSION_3, serial, ECDSA_SHA256, issuer, valid, issuer, spki, extensions)

  const signature = der(0x03, Buffer.from([0]), sign('sha256', inner, privateKey))
  const whole = der(0x30, inner, ECDSA_SHA256, signature).toString('base64')
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${whole.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const inner = Buffer.concat(parts)
  const size = inner.length
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), inner])
}

function utcTime(date: Date): Buffer {
  return der(0x17, Buffer.from(`${date.toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`))
}

const VERSION_3 = Buffer.from('a003020102', 'hex')
const COMMON_NAME = Buffer.from('0603550403', 'hex')
const ALTERNATIVES = Buffer.from('0603551d11', 'hex')
const ECDSA_SHA256 = Buffer.from('300a06082a8648ce3d040302', 'hex')
