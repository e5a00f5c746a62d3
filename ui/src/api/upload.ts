import { ApiError, errorDetail, writeHeaders } from './client'

/** Sends a file as it is, and says how much of it has gone; unlike `fetch`, which cannot tell. Abort by the signal. */
export function upload<T>(path: string, file: Blob, onSent: (bytes: number) => void, signal?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', path)
    request.responseType = 'json'
    for (const [name, value] of Object.entries(writeHeaders())) request.setRequestHeader(name, value)
    request.setRequestHeader('content-type', 'application/x-ndjson')
    request.upload.addEventListener('progress', (event) => onSent(event.loaded))
    request.addEventListener('load', () => (request.status >= 200 && request.status < 300 ? resolve(request.response as T) : reject(new ApiError(request.status, errorDetail(request.response)))))
    request.addEventListener('error', () => reject(new ApiError(0, { code: 'unreachable', message: 'the server cannot be reached, or ended the transfer', hint: 'Import the file again: what was kept is left out.' })))
    request.addEventListener('abort', () => reject(new ApiError(0, { code: 'cancelled', message: 'stopped; what was taken in before is kept' })))
    signal?.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}
