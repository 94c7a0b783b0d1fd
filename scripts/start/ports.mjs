import net from 'node:net'

const HIGHEST = 65_535
const ATTEMPTS = 200

/** A service may listen on any of these; a port is free when nobody holds it on one of them. */
const HOSTS = ['127.0.0.1', '0.0.0.0', '::']
const NO_SUCH_HOST = new Set(['EAFNOSUPPORT', 'EADDRNOTAVAIL'])

/**
 * The first free port at or above the wanted one, and from 1024 on past the last port.
 *
 * @param {number} wanted
 * @param {(port: number) => Promise<boolean>} [isFree]
 * @returns {Promise<number>}
 */
export async function findFreePort(wanted, isFree = isPortFree) {
  for (let step = 0; step < ATTEMPTS; step++) {
    const port = wanted + step > HIGHEST ? wanted + step - HIGHEST + 1023 : wanted + step
    if (await isFree(port)) return port
  }
  throw new Error(`No free port among the ${ATTEMPTS} from ${wanted}.`)
}

/** @param {number} port */
export async function isPortFree(port) {
  for (const host of HOSTS) if (!(await canListen(port, host))) return false
  return true
}

function canListen(port, host) {
  return new Promise((resolve) => {
    const server = net.createServer()
    server.once('error', (error) => resolve(NO_SUCH_HOST.has(error.code)))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)))
  })
}
