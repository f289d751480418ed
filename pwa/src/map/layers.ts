/** Styles of the live map. Base: pale, no colour of ours. Marks: the outline says it, the colour repeats it. */
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl'
import { token } from '../ui/token'
import { MARK_RANK, MARKS } from './marks'

const FONT = ['Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', 'sans-serif']
const kind = (name: string): ExpressionSpecification => ['==', ['get', 'kind'], name]
const wider = (at12: number, at17: number): ExpressionSpecification =>
  ['interpolate', ['exponential', 1.6], ['zoom'], 12, at12, 17, at17]

export const emptyStyle = (): StyleSpecification => ({
  version: 8,
  sources: {},
  layers: [{ id: 'land', type: 'background', paint: { 'background-color': token('--map-land') } }],
})

/** The invented town: banks, parks, blocks, water, streets, names. */
export const baseLayers = (): LayerSpecification[] => [
  { id: 'base-bank', source: 'base', type: 'fill', filter: kind('bank'), paint: { 'fill-color': token('--map-bank') } },
  { id: 'base-park', source: 'base', type: 'fill', filter: kind('park'), paint: { 'fill-color': token('--map-park') } },
  { id: 'base-block', source: 'base', type: 'fill', minzoom: 12.5, filter: kind('block'),
    paint: { 'fill-color': token('--map-block') } },
  { id: 'base-water', source: 'base', type: 'fill', filter: kind('water'), paint: { 'fill-color': token('--map-water') } },
  { id: 'base-street', source: 'base', type: 'line', filter: kind('street'), layout: { 'line-cap': 'round' },
    paint: { 'line-color': token('--map-street'), 'line-width': wider(0.8, 14) } },
  { id: 'base-kerb', source: 'base', type: 'line', filter: kind('avenue'),
    paint: { 'line-color': token('--map-kerb'), 'line-width': wider(2.6, 26) } },
  { id: 'base-avenue', source: 'base', type: 'line', filter: kind('avenue'),
    paint: { 'line-color': token('--map-road'), 'line-width': wider(1.8, 23) } },
  { id: 'base-street-name', source: 'base', type: 'symbol', minzoom: 12.8, filter: kind('avenue'),
    layout: { 'symbol-placement': 'line', 'symbol-spacing': 420, 'text-field': ['get', 'name'], 'text-font': FONT,
      'text-size': 12.5, 'text-letter-spacing': 0.15 },
    paint: { 'text-color': token('--ink-3'), 'text-halo-color': token('--map-road'), 'text-halo-width': 1.5 } },
  { id: 'base-name', source: 'base', type: 'symbol', filter: kind('label'),
    layout: { 'text-field': ['get', 'name'], 'text-font': FONT, 'text-letter-spacing': 0.25, 'text-max-width': 20,
      'text-size': ['match', ['get', 'rank'], 'water', 15, 13] },
    paint: { 'text-color': ['match', ['get', 'rank'], 'water', token('--map-water-name'), token('--ink-3')],
      'text-halo-color': token('--map-road'), 'text-halo-width': 1.5 } },
]

export const graticuleLayers = (): LayerSpecification[] => [
  { id: 'net-line', source: 'net', type: 'line', paint: { 'line-color': token('--off-line'), 'line-width': 1 } },
  { id: 'net-label', source: 'net', type: 'symbol',
    layout: { 'symbol-placement': 'line', 'symbol-spacing': 600, 'text-field': ['get', 'label'], 'text-font': FONT,
      'text-size': 12 },
    paint: { 'text-color': token('--ink-3'), 'text-halo-color': token('--map-land'), 'text-halo-width': 2 } },
]

const rank: ExpressionSpecification =
  ['match', ['get', 'mark'], ...MARKS.flatMap((mark) => [mark, MARK_RANK[mark]]), 0] as unknown as ExpressionSpecification

/** Enterprises: cells with a count at low zooms, quiet dots at street level; then today's visits above them. */
export const ourLayers = (): LayerSpecification[] => [
  { id: 'place-cells', source: 'liangma', 'source-layer': 'places', type: 'circle', filter: ['has', 'count'],
    paint: { 'circle-color': token('--card'), 'circle-opacity': 0.55, 'circle-stroke-color': token('--off-line'), 'circle-stroke-width': 1,
      'circle-radius': ['interpolate', ['linear'], ['log10', ['max', 1, ['to-number', ['get', 'count']]]], 0, 8, 4, 22] } },
  { id: 'place-counts', source: 'liangma', 'source-layer': 'places', type: 'symbol', filter: ['has', 'count'],
    layout: { 'text-field': ['to-string', ['get', 'count']], 'text-font': FONT, 'text-size': 11 },
    paint: { 'text-color': token('--ink-3') } },
  { id: 'place-points', source: 'liangma', 'source-layer': 'places', type: 'circle', filter: ['!', ['has', 'count']],
    paint: { 'circle-color': token('--map-place'), 'circle-stroke-color': token('--card'), 'circle-stroke-width': 1,
      'circle-radius': ['interpolate', ['linear'], ['zoom'], 13, 2, 17, 4] } },
  { id: 'visits', source: 'liangma', 'source-layer': 'visits', type: 'symbol',
    layout: { 'icon-image': ['concat', 'mark-', ['get', 'mark']], 'icon-allow-overlap': true,
      'icon-ignore-placement': true, 'symbol-sort-key': rank } },
]
