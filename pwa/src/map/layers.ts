/** Styles of the live map. Base: pale, no colour of ours. Marks: the outline says it, the colour repeats it. */
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl'
import { MARK_RANK, MARKS } from './marks'

const LAND = '#E9EDF2'
const FONT = ['Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', 'sans-serif']
const kind = (name: string): ExpressionSpecification => ['==', ['get', 'kind'], name]
const wider = (at12: number, at17: number): ExpressionSpecification =>
  ['interpolate', ['exponential', 1.6], ['zoom'], 12, at12, 17, at17]

export const EMPTY_STYLE: StyleSpecification = {
  version: 8,
  sources: {},
  layers: [{ id: 'land', type: 'background', paint: { 'background-color': LAND } }],
}

/** The invented town: banks, parks, blocks, water, streets, names. */
export const BASE_LAYERS: LayerSpecification[] = [
  { id: 'base-bank', source: 'base', type: 'fill', filter: kind('bank'), paint: { 'fill-color': '#DCEBE0' } },
  { id: 'base-park', source: 'base', type: 'fill', filter: kind('park'), paint: { 'fill-color': '#D9EBDD' } },
  { id: 'base-block', source: 'base', type: 'fill', minzoom: 12.5, filter: kind('block'),
    paint: { 'fill-color': '#DDE3EA' } },
  { id: 'base-water', source: 'base', type: 'fill', filter: kind('water'), paint: { 'fill-color': '#C5DAEE' } },
  { id: 'base-street', source: 'base', type: 'line', filter: kind('street'), layout: { 'line-cap': 'round' },
    paint: { 'line-color': '#F4F6F9', 'line-width': wider(0.8, 14) } },
  { id: 'base-kerb', source: 'base', type: 'line', filter: kind('avenue'),
    paint: { 'line-color': '#D3DAE2', 'line-width': wider(2.6, 26) } },
  { id: 'base-avenue', source: 'base', type: 'line', filter: kind('avenue'),
    paint: { 'line-color': '#FFFFFF', 'line-width': wider(1.8, 23) } },
  { id: 'base-street-name', source: 'base', type: 'symbol', minzoom: 12.8, filter: kind('avenue'),
    layout: { 'symbol-placement': 'line', 'symbol-spacing': 420, 'text-field': ['get', 'name'], 'text-font': FONT,
      'text-size': 12.5, 'text-letter-spacing': 0.15 },
    paint: { 'text-color': '#465160', 'text-halo-color': '#FFFFFF', 'text-halo-width': 1.5 } },
  { id: 'base-name', source: 'base', type: 'symbol', filter: kind('label'),
    layout: { 'text-field': ['get', 'name'], 'text-font': FONT, 'text-letter-spacing': 0.25, 'text-max-width': 20,
      'text-size': ['match', ['get', 'rank'], 'water', 15, 13] },
    paint: { 'text-color': ['match', ['get', 'rank'], 'water', '#2B5F94', '#5A6675'],
      'text-halo-color': '#FFFFFF', 'text-halo-width': 1.5 } },
]

export const GRATICULE_LAYERS: LayerSpecification[] = [
  { id: 'net-line', source: 'net', type: 'line', paint: { 'line-color': '#B4BDC8', 'line-width': 1 } },
  { id: 'net-label', source: 'net', type: 'symbol',
    layout: { 'symbol-placement': 'line', 'symbol-spacing': 600, 'text-field': ['get', 'label'], 'text-font': FONT,
      'text-size': 12 },
    paint: { 'text-color': '#465160', 'text-halo-color': LAND, 'text-halo-width': 2 } },
]

const rank: ExpressionSpecification =
  ['match', ['get', 'mark'], ...MARKS.flatMap((mark) => [mark, MARK_RANK[mark]]), 0] as unknown as ExpressionSpecification

/** Enterprises: cells with a count at low zooms, quiet dots at street level; then today's visits above them. */
export const OUR_LAYERS: LayerSpecification[] = [
  { id: 'place-cells', source: 'liangma', 'source-layer': 'places', type: 'circle', filter: ['has', 'count'],
    paint: { 'circle-color': '#FFFFFF', 'circle-opacity': 0.55, 'circle-stroke-color': '#B4BDC8', 'circle-stroke-width': 1,
      'circle-radius': ['interpolate', ['linear'], ['log10', ['max', 1, ['to-number', ['get', 'count']]]], 0, 8, 4, 22] } },
  { id: 'place-counts', source: 'liangma', 'source-layer': 'places', type: 'symbol', filter: ['has', 'count'],
    layout: { 'text-field': ['to-string', ['get', 'count']], 'text-font': FONT, 'text-size': 11 },
    paint: { 'text-color': '#5A6675' } },
  { id: 'place-points', source: 'liangma', 'source-layer': 'places', type: 'circle', filter: ['!', ['has', 'count']],
    paint: { 'circle-color': '#8A96A3', 'circle-stroke-color': '#FFFFFF', 'circle-stroke-width': 1,
      'circle-radius': ['interpolate', ['linear'], ['zoom'], 13, 2, 17, 4] } },
  { id: 'visits', source: 'liangma', 'source-layer': 'visits', type: 'symbol',
    layout: { 'icon-image': ['concat', 'mark-', ['get', 'mark']], 'icon-allow-overlap': true,
      'icon-ignore-placement': true, 'symbol-sort-key': rank } },
]
