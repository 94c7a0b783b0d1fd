/** A file may have so many bytes, one side may show so many files, and keep so many bytes of them here. */
export const MAX_FILE_BYTES = 10 * 1024 * 1024
export const MAX_FILES = 20
export const MAX_SIDE_BYTES = 50 * 1024 * 1024
