/** Chinese first, English complete: `en` has the type of `zh`, so a missing sentence fails the build. */
import { computed } from 'vue'
import { createI18n, useI18n } from 'vue-i18n'
import sentencesEn from '../../../backend/policy/sentences.en.json'
import sentencesZh from '../../../backend/policy/sentences.zh.json'
import { speak } from '../api/client'
import * as cards from './messages/cards'
import * as clues from './messages/clues'
import * as codes from './messages/codes'
import * as draws from './messages/draws'
import * as duty from './messages/duty'
import * as map from './messages/map'
import * as me from './messages/me'
import * as papers from './messages/papers'
import * as peace from './messages/peace'
import * as people from './messages/people'
import * as plan from './messages/plan'
import * as planner from './messages/planner'
import * as plans from './messages/plans'
import * as publishing from './messages/publishing'
import * as register from './messages/register'
import * as rules from './messages/rules'
import * as sealed from './messages/sealed'
import * as setup from './messages/setup'
import * as sheets from './messages/sheets'
import * as shell from './messages/shell'
import * as tables from './messages/tables'
import * as visit from './messages/visit'
import * as watch from './messages/watch'
import type { Sentence } from './types'

export type Language = 'zh' | 'en'
/** The same file that the server's sentences come from: kinds, triggers, grounds, outcomes. */
const SENTENCES: Record<Language, Record<string, string>> = { zh: sentencesZh, en: sentencesEn }
const REMEMBERED = 'liangma.desk.language'

const zh = { ...shell.zh, card: cards.zh, clue: clues.zh, code: codes.zh, draw: draws.zh, duty: duty.zh, map: map.zh, me: me.zh, org: people.zh, paper: papers.zh, peace: peace.zh, plan: plan.zh, planner: planner.zh, pub: publishing.zh, reg: register.zh, ruleset: rules.zh, table: tables.zh, sealed: sealed.zh, setup: setup.zh, sheet: sheets.zh, visit: visit.zh, watch: watch.zh, yearplan: plans.zh }
const en = { ...shell.en, card: cards.en, clue: clues.en, code: codes.en, draw: draws.en, duty: duty.en, map: map.en, me: me.en, org: people.en, paper: papers.en, peace: peace.en, plan: plan.en, planner: planner.en, pub: publishing.en, reg: register.en, ruleset: rules.en, table: tables.en, sealed: sealed.en, setup: setup.en, sheet: sheets.en, visit: visit.en, watch: watch.en, yearplan: plans.en }

export const i18n = createI18n({
  legacy: false,
  locale: localStorage.getItem(REMEMBERED) === 'en' ? 'en' : 'zh',
  fallbackLocale: 'zh',
  messages: { zh, en },
})

/** Sets the language of the screens, of the document and of the server's answers. */
export function setLanguage(language: Language): void {
  i18n.global.locale.value = language
  localStorage.setItem(REMEMBERED, language)
  announce(language)
}

function announce(language: Language): void {
  const tag = language === 'zh' ? 'zh-CN' : 'en'
  document.documentElement.lang = tag
  speak(tag)
}
announce(i18n.global.locale.value)

/** The screen's words: `t` for our sentences, `say` for the server's, `word` for a code that may be unknown. */
export function useWords() {
  const composer = useI18n({ useScope: 'global' })
  const t = (key: string, facts: Record<string, unknown> = {}) => composer.t(key, facts)
  const has = (key: string) => composer.te(key, 'zh')
  /** A part of the catalogue as data: words by their number or code. */
  const table = (key: string): Record<string, string> => composer.tm(key)
  const language = computed(() => composer.locale.value as Language)
  const say = (sentence: Sentence | null | undefined) => sentence?.[language.value] ?? sentence?.zh ?? ''
  const word = (group: string, code: string | null | undefined) => {
    if (!code) return ''
    const key = `code.${group}.${code}`
    return has(key) ? t(key) : (SENTENCES[language.value][`${group}.${code}`] ?? code)
  }
  return { t, has, table, say, word, language }
}
