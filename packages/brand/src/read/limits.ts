/** Largest font file, in bytes, and what a packed one may unpack to. */
export const MAX_FONT_BYTES = 10 * 1024 * 1024
export const MAX_UNPACKED_FONT_BYTES = 32 * 1024 * 1024

/** Largest file of a logo, in bytes. */
export const MAX_LOGO_BYTES = 2 * 1024 * 1024

/** Pixels of a PNG logo as it is given. */
export const MAX_LOGO_PIXELS = 4096 * 4096

/** Longest side of a logo as it is kept, in pixels: more than a template ever draws. */
export const LOGO_SIDE = 1024
