/** What a picture of the brand may be when it comes in; it is stored as a PNG whatever it was. */
export const pictureLimits = {
  maxBytes: 4 * 1024 ** 2,
  maxFiles: 3,
  extensions: ['png', 'jpg', 'jpeg', 'webp', 'gif', 'avif', 'svg'],
} as const;

/** The same for every request. */
export function uploads() {
  return pictureLimits;
}
