/** What quiet period and count can say, taken from the server's sentences when the app is built (vite.config.ts). */
declare module 'virtual:law-words' {
  export const zh: Readonly<Record<string, string>>
  export const en: Readonly<Record<string, string>>
}
