/** The state of a list: what is searched, filtered, sorted, and on which page; kept in the address. */
import { computed, nextTick, onScopeDispose, proxyRefs, reactive, ref, watch } from 'vue'
import { onBeforeRouteLeave, useRoute, useRouter } from 'vue-router'
import { useLoad } from './load'
import { useViews } from './stores/views'
import type { Page } from './types'

/** What a list asks for. Filters stand beside the four by their own names; empty ones are left out by `query`. */
export interface RegisterAsk extends Record<string, string | number> {
  q: string
  sort: string
  page: number
  page_size: number
}
/** What narrows a list and in which order it stands, without the page that is shown: what an export takes. */
export function filtersOf(ask: RegisterAsk): Record<string, string | number> {
  return Object.fromEntries(Object.entries(ask).filter(([name]) => !['page', 'page_size'].includes(name)))
}
interface Options {
  /** The list's name, under which its saved views are kept; without it there are none. */
  name?: string
  size?: number
  /** The order of a first visit: a column's key, with a minus in front for downwards. */
  sort?: string
  /** Off for a list that is not the screen's main one. */
  inAddress?: boolean
}
export const SIZES = [20, 50, 100, 200]

/** One list: `ask` fetches a page of it, `filters` names what else it may be narrowed by. */
export function useRegister<Row>(ask: (values: RegisterAsk) => Promise<Page<Row>>, filters: readonly string[] = [], options: Options = {}) {
  const { size: usual = 50, sort = '', inAddress = true, name = '' } = options
  const route = useRoute()
  const router = useRouter()
  const q = ref('')
  const order = ref(sort)
  const page = ref(1)
  const size = ref(usual)
  const chosen = reactive<Record<string, string>>(Object.fromEntries(filters.map((it) => [it, ''])))
  const wanted = computed<RegisterAsk>(() => ({ ...chosen, q: q.value, sort: order.value, page: page.value, page_size: size.value }))
  const { data, problem, loading, load } = useLoad(() => ask(wanted.value))

  const rows = computed(() => data.value?.items ?? [])
  const total = computed(() => data.value?.total ?? 0)
  const capped = computed(() => data.value?.total_capped ?? false)
  /** Whether anything narrows the list: an empty answer then means “nothing fits”, not “nothing there”. */
  const narrowed = computed(() => q.value !== '' || Object.values(chosen).some(Boolean))
  /** The search, filters and order as a saved view keeps them: names in order, empty ones left out. */
  const address = computed(() => {
    const kept = { ...chosen, q: q.value, sort: order.value === sort ? '' : order.value }
    return new URLSearchParams(Object.entries(kept).filter(([, value]) => value).sort(([a], [b]) => (a < b ? -1 : 1))).toString()
  })

  function filter(key: string, value: string): void {
    chosen[key] = value
  }
  /** The same column again turns the order round; once more gives the usual order back. */
  function sortBy(key: string): void {
    order.value = order.value === key ? `-${key}` : order.value === `-${key}` ? sort : key
  }
  function clear(): void {
    q.value = ''
    for (const it of filters) chosen[it] = ''
  }
  /** Take over what an address says, of a link or of a saved view. */
  function follow(said: URLSearchParams): void {
    q.value = said.get('q') ?? ''
    order.value = said.get('sort') ?? sort
    page.value = Number(said.get('page')) || 1
    size.value = SIZES.find((it) => it === Number(said.get('size'))) ?? usual
    for (const it of filters) chosen[it] = said.get(it) ?? ''
  }
  const told = () => new URLSearchParams(Object.entries(route.query).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])))
  /** What this list writes into the address; other things that stand there are left alone. */
  function spelled(): Record<string, string> {
    const kept = Object.fromEntries(new URLSearchParams(address.value))
    return { ...kept, ...(page.value > 1 && { page: String(page.value) }), ...(size.value !== usual && { size: String(size.value) }) }
  }
  const ours = ['q', 'sort', 'page', 'size', ...filters]

  /** Somebody opened a row: what was typed just before must not call that off by rewriting this address. */
  let leaving = false
  let writing = 0
  async function keepInAddress(): Promise<void> {
    if (leaving) return
    const others = Object.entries(route.query).filter(([key]) => !ours.includes(key))
    writing += 1
    await router.replace({ query: { ...Object.fromEntries(others), ...spelled() } })
    writing -= 1
  }
  /** A link to this same list with other filters. */
  function heed(): void {
    const said = told()
    const mine = spelled()
    if (!writing && route.path === path && ours.some((key) => (said.get(key) ?? '') !== (mine[key] ?? ''))) follow(said)
  }

  let begun = false
  /** A list that was opened bare begins with the view that its owner chose for it. */
  async function begin(): Promise<void> {
    const view = name && !address.value ? await useViews().opening(name) : null
    if (view) {
      follow(new URLSearchParams(view))
      await nextTick()
    }
    begun = true
    await load()
  }
  const again = () => (page.value === 1 ? void load() : void (page.value = 1))
  const { path } = route

  if (inAddress) follow(told())
  watch([q, order, size, () => ({ ...chosen })], () => begun && again())
  watch(page, () => begun && void load())
  if (inAddress) {
    watch(wanted, () => void keepInAddress())
    watch(() => route.query, heed)
    onBeforeRouteLeave(() => void (leaving = true))
    onScopeDispose(router.afterEach(() => (leaving = false)))
  }
  void begin()
  return proxyRefs({
    name, address, q, order, page, chosen, wanted, data, problem, loading, load, rows, total, capped, narrowed, size, filter, sortBy,
    clear,
    search: (text: string) => (q.value = text),
    turn: (to: number) => (page.value = to),
    resize: (to: number) => (size.value = to),
    show: (view: string) => follow(new URLSearchParams(view)),
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
