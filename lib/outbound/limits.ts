/** Characters a URL may have. Browser-safe: forms say it, too. */
export const MAX_URL_LENGTH = 2_048
