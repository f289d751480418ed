import { createI18n } from 'vue-i18n'
import { zh, type Catalogue } from './zh'

export type Language = 'zh' | 'en'

type Paths<T> = { [K in keyof T & string]: T[K] extends string ? K : T[K] extends string[] ? never : `${K}.${Paths<T[K]>}` }[keyof T & string]
/** Every sentence there is. A key that is not in the catalogue fails the type check. */
export type TextKey = Paths<Catalogue>
export type Facts = Record<string, string | number>

/** Chinese at once; English, which fewer read, comes from its own file the first time it is asked for. */
const catalogues: { zh: Catalogue; en?: Catalogue } = { zh }

// the library's types for messages are too deep for the compiler; ours check every use of `t`
export const i18n = createI18n({ legacy: false, locale: 'zh', messages: catalogues as never })
const global = i18n.global as unknown as { locale: { value: Language }; t: (key: string, facts: Facts) => string; setLocaleMessage: (to: Language, words: Catalogue) => void }

/** The language that is spoken from now on: the one asked for, or the present one where its words are out of reach. */
export async function setLanguage(to: Language): Promise<Language> {
  if (to === 'en' && catalogues.en === undefined && !(await learnEnglish())) return language()
  global.locale.value = to
  document.documentElement.lang = to === 'zh' ? 'zh-CN' : 'en'
  return to
}

async function learnEnglish(): Promise<boolean> {
  const found = await import('./en').catch(() => null)
  if (found === null) return false
  catalogues.en = found.en
  global.setLocaleMessage('en', found.en)
  return true
}

export const language = (): Language => global.locale.value

export function t(key: TextKey, facts: Facts = {}): string {
  return global.t(key, facts)
}

/** What has a name in both languages: an organ, a region, an item. */
export interface Named {
  name: string
  name_en: string | null
}

/** Reactive access for screens: `t` for sentences, `words` for lists of them, `pick` and `named` for what the server says in both languages. */
export function useText() {
  return {
    t,
    words: (): Catalogue => catalogues[language()] ?? zh,
    pick: (said: { zh: string; en: string }): string => (language() === 'zh' || said.en === '' ? said.zh : said.en),
    named: (thing: Named): string => (language() === 'zh' || !thing.name_en ? thing.name : thing.name_en),
    language,
  }
}
