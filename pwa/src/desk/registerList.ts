/** The state of a register's list: what is searched, filtered, sorted, and on which page; kept in the address. */
import { computed, onScopeDispose, proxyRefs, reactive, ref, watch } from 'vue'
import { onBeforeRouteLeave, useRoute, useRouter } from 'vue-router'
import { useLoad } from './load'
import type { Page } from './types'

/** What a list asks for. Filters stand beside the four by their own names; empty ones are left out by `query`. */
export interface RegisterAsk extends Record<string, string | number> {
  q: string
  sort: string
  page: number
  page_size: number
}
/** What narrows a list, without the page that is shown: what an export takes. */
export function filtersOf(ask: RegisterAsk): Record<string, string | number> {
  return Object.fromEntries(Object.entries(ask).filter(([name]) => !['page', 'page_size', 'sort'].includes(name)))
}
interface Options {
  size?: number
  /** The order of a first visit: a column's key, with a minus in front for downwards. */
  sort?: string
  /** Off for a list that is not the screen's main one. */
  inAddress?: boolean
}

/** One list: `ask` fetches a page of it, `filters` names what else it may be narrowed by. */
export function useRegister<Row>(ask: (values: RegisterAsk) => Promise<Page<Row>>, filters: readonly string[] = [], options: Options = {}) {
  const { size = 50, sort = '', inAddress = true } = options
  const route = useRoute()
  const router = useRouter()
  const given = (name: string) => (inAddress && typeof route.query[name] === 'string' ? route.query[name] : '')
  const q = ref(given('q'))
  const order = ref(given('sort') || sort)
  const page = ref(Number(given('page')) || 1)
  const chosen = reactive<Record<string, string>>(Object.fromEntries(filters.map((name) => [name, given(name)])))
  const wanted = computed<RegisterAsk>(() => ({ ...chosen, q: q.value, sort: order.value, page: page.value, page_size: size }))
  const { data, problem, loading, load } = useLoad(() => ask(wanted.value))

  const rows = computed(() => data.value?.items ?? [])
  const total = computed(() => data.value?.total ?? 0)
  /** Whether anything narrows the list: an empty answer then means “nothing fits”, not “nothing there”. */
  const narrowed = computed(() => q.value !== '' || Object.values(chosen).some(Boolean))

  function filter(name: string, value: string): void {
    chosen[name] = value
  }
  /** The same column again turns the order round. */
  function sortBy(key: string): void {
    order.value = order.value === key ? `-${key}` : key
  }
  function clear(): void {
    q.value = ''
    for (const name of filters) chosen[name] = ''
  }
  /** Somebody opened a row: what was typed just before must not call that off by rewriting this address. */
  let leaving = false
  function keepInAddress(): void {
    if (leaving) return
    const kept = { ...chosen, q: q.value, sort: order.value === sort ? '' : order.value, page: page.value > 1 ? String(page.value) : '' }
    void router.replace({ query: { ...route.query, ...Object.fromEntries(Object.entries(kept).map(([name, value]) => [name, value || undefined])) } })
  }

  watch([q, order, () => ({ ...chosen })], () => (page.value === 1 ? load() : (page.value = 1)))
  watch(page, load, { immediate: true })
  if (inAddress) {
    watch(wanted, keepInAddress)
    onBeforeRouteLeave(() => void (leaving = true))
    onScopeDispose(router.afterEach(() => (leaving = false)))
  }
  return proxyRefs({
    q, order, page, chosen, wanted, data, problem, loading, load, rows, total, narrowed, size, filter, sortBy, clear,
    search: (text: string) => (q.value = text),
    turn: (to: number) => (page.value = to),
  })
}

type Made<Row> = ReturnType<typeof useRegister<Row>>
/** What `RegisterList` shows. */
export type Register<Row> = Pick<Made<Row>, keyof Made<Row>>

/** A column of a register: its text, or the slot `cell-<key>`. */
export interface Column<Row> {
  key: string
  label: string
  text?: (row: Row) => string | number | null | undefined
  /** A second, quieter line. */
  sub?: (row: Row) => string | null | undefined
  /** The name of the row: links to it. */
  link?: boolean
  sort?: boolean
  right?: boolean
  /** Never broken over two lines. */
  nb?: boolean
  /** Its label is said to screen readers alone. */
  bare?: boolean
}
