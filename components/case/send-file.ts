import { ApiProblem, apiUrl, getWindowParty, Unreachable } from '@/components/data/api'

/**
 * Posts a file as it is. `onProgress` hears how many bytes have left, which `fetch` cannot tell. Throws ApiProblem when the
 * desk refuses, Unreachable when it cannot be reached.
 */
export function sendFile<T>(path: string, file: Blob, onProgress: (bytes: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', apiUrl(path))
    request.setRequestHeader('accept', 'application/json')
    request.setRequestHeader('content-type', 'application/octet-stream')
    const party = getWindowParty()
    if (party) request.setRequestHeader('x-countersign-party', party)

    request.upload.onprogress = ({ loaded }) => onProgress(loaded)
    request.onerror = () => reject(new Unreachable())
    request.onabort = () => reject(new Unreachable())
    request.onload = () => {
      const body = parse(request.responseText)
      if (request.status >= 200 && request.status < 300 && body) resolve(body as T)
      else reject(body ? toProblem(request, body) : new Unreachable())
    }
    request.send(file)
  })
}

/** A file of the desk's, as bytes: a link could not say which of this browser's parties asks. */
export async function fetchFile(path: string): Promise<Blob> {
  const party = getWindowParty()
  const response = await fetch(apiUrl(path), {
    credentials: 'same-origin',
    cache: 'no-store',
    ...(party ? { headers: { 'x-countersign-party': party } } : {}),
  }).catch(() => {
    throw new Unreachable()
  })
  if (response.ok) return response.blob()
  const body = parse(await response.text().catch(() => ''))
  throw body ? new ApiProblem(response.status, text(body.code), text(body.detail), [], null, null) : new Unreachable()
}

/** Hands bytes to the browser as a download under this name. */
export function saveFile(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

type Body = Record<string, unknown>

function parse(source: string): Body | null {
  try {
    const body: unknown = JSON.parse(source)
    return typeof body === 'object' && body !== null ? (body as Body) : null
  } catch {
    return null
  }
}

function toProblem(request: XMLHttpRequest, body: Body): ApiProblem {
  return new ApiProblem(request.status, text(body.code), text(body.detail), [], null, null)
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : 'Something went wrong on our side. Try again.'
}
