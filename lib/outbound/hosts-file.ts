import { readFile } from 'node:fs/promises'

const HOSTS_FILE = '/etc/hosts'

/** What this machine's own table says of a name: the system would go there before it asks any name server. */
export async function askHostsFile(name: string): Promise<string[]> {
  const text = await readFile(HOSTS_FILE, 'utf8').catch(() => '')
  return findInHosts(text, name)
}

/** Pure: the addresses of `name` in the text of a hosts file. */
export function findInHosts(text: string, name: string): string[] {
  const wanted = name.toLowerCase()
  return text.split('\n').flatMap((line) => {
    const [address = '', ...names] = (line.split('#')[0] ?? '').trim().split(/\s+/)
    return names.some((one) => one.toLowerCase() === wanted) ? [address] : []
  })
}
