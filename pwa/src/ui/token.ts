/** What a design token is worth now, for what CSS does not draw: canvas and map. */
export function token(name: `--${string}`): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}
