import { expect, it } from 'vitest'
import { describeDevice } from './describe-device'

const MOZILLA = 'Mozilla/5.0'
it.each([
  ['BROWSER', `${MOZILLA} (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0`, 'Firefox on Windows'],
  ['BROWSER', `${MOZILLA} (X11; Linux x86_64) AppleWebKit/537.36 Chrome/150.0.0.0 Safari/537.36`, 'Chrome on Linux'],
  [
    'BROWSER',
    `${MOZILLA} (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/150.0.0.0 Safari/537.36`,
    'Chrome without a window on Linux',
  ],
  [
    'BROWSER',
    `${MOZILLA} (Windows NT 10.0) AppleWebKit/537.36 Chrome/150.0 Safari/537.36 Edg/150.0`,
    'Edge on Windows',
  ],
  [
    'BROWSER',
    `${MOZILLA} (Linux; Android 16; Pixel 9) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36`,
    'Chrome on Android',
  ],
  [
    'BROWSER',
    `${MOZILLA} (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1`,
    'Safari on an iPhone',
  ],
  [
    'BROWSER',
    `${MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/19.0 Safari/605.1.15`,
    'Safari on a Mac',
  ],
  ['BROWSER', 'something else', 'A browser'],
  ['BROWSER', null, 'A browser'],
  ['TOKEN', 'curl/8.5.0', 'A program, curl/8.5.0'],
  ['TOKEN', 'node', 'A program, node'],
  ['TOKEN', '<script>', 'A program'],
  ['TOKEN', null, 'A program'],
] as const)('%s %s is %s', (kind, userAgent, words) => expect(describeDevice(kind, userAgent)).toBe(words))
