/** The map itself: sources, layers and what they show. Pixels only; LiveMap.vue draws the controls round it. */
import type { FeatureCollection } from 'geojson'
import { Map as GlMap, setWorkerUrl, type GeoJSONSource, type VectorTileSource } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'
import { token } from '../ui/token'
import { graticule } from './graticule'
import { baseLayers, emptyStyle, graticuleLayers, ourLayers } from './layers'
import { markImage, MARKS } from './marks'

/** What the server says about the ground: the invented town, or nothing but a net of degrees. */
export interface BaseMap {
  kind: 'demo' | 'none'
  geojson_url: string | null
  bounds: [number, number, number, number] | null
}
export interface Spot {
  longitude: number
  latitude: number
}

declare global {
  interface Window {
    /** Set while a live map stands on the page, in every build: browser tests ask it what it has drawn. */
    __liangmaMap?: GlMap
  }
}

const MARK_PIXELS = 24
const CLOSEST_START = 14.5
/** Room for the controls and the legend round the visits. */
const ROOM = { top: 70, right: 60, bottom: 150, left: 40 }

// A worker from our own host: the content policy allows no blob: workers.
setWorkerUrl(new URL(workerUrl, window.location.href).href)

/** The box round all spots; null without any. */
function boxOf(spots: readonly Spot[]): BaseMap['bounds'] {
  if (!spots.length) return null
  const [x, y] = [spots.map((spot) => spot.longitude), spots.map((spot) => spot.latitude)]
  return [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)]
}

/** Opens on the spots, or where there are none on the whole region. Throws without WebGL. */
export function makeMap(container: HTMLElement, base: BaseMap, spots: readonly Spot[], locale: Record<string, string>, padding: typeof ROOM | number = ROOM): GlMap {
  const bounds = boxOf(spots) ?? base.bounds
  return new GlMap({
    container,
    style: emptyStyle(),
    locale,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxZoom: 18,
    ...(bounds ? { bounds, fitBoundsOptions: { padding, maxZoom: CLOSEST_START } } : { center: [0, 20] as [number, number], zoom: 1.5 }),
  })
}

export function addGround(map: GlMap, base: BaseMap) {
  if (base.kind === 'demo' && base.geojson_url) {
    map.addSource('base', { type: 'geojson', data: new URL(base.geojson_url, window.location.href).href, tolerance: 0.2 })
    for (const layer of baseLayers()) map.addLayer(layer)
    return
  }
  map.addSource('net', { type: 'geojson', data: net(map) })
  for (const layer of graticuleLayers()) map.addLayer(layer)
  map.on('moveend', () => void map.getSource<GeoJSONSource>('net')?.setData(net(map)))
}

function net(map: GlMap) {
  const view = map.getBounds()
  return graticule({ west: view.getWest(), south: view.getSouth(), east: view.getEast(), north: view.getNorth() })
}

function tileUrl(revision: number): string {
  // The revision makes a new address, so that the five seconds of browser cache cannot hide a new pin.
  return `${window.location.origin}/api/v1/map/{z}/{x}/{y}.mvt?r=${revision}`
}

export function addOurs(map: GlMap, revision: number) {
  const ratio = Math.max(2, Math.ceil(window.devicePixelRatio))
  for (const mark of MARKS) {
    map.addImage(`mark-${mark}`, markImage(mark, MARK_PIXELS * ratio), { pixelRatio: ratio })
  }
  map.addSource('chosen', { type: 'geojson', data: spotData(null) })
  map.addSource('liangma', { type: 'vector', tiles: [tileUrl(revision)], maxzoom: 16 })
  for (const layer of ourLayers()) map.addLayer(layer)
  map.addLayer({
    id: 'chosen', source: 'chosen', type: 'circle',
    paint: { 'circle-radius': 18, 'circle-opacity': 0, 'circle-stroke-width': 2, 'circle-stroke-color': token('--blue') },
  })
}

export function refreshTiles(map: GlMap, revision: number) {
  map.getSource<VectorTileSource>('liangma')?.setTiles([tileUrl(revision)])
}

function spotData(spot: Spot | null): FeatureCollection {
  const point = spot && { type: 'Point' as const, coordinates: [spot.longitude, spot.latitude] }
  return { type: 'FeatureCollection', features: point ? [{ type: 'Feature', properties: {}, geometry: point }] : [] }
}

/** Rings the chosen visit and, when it lies outside the view, brings it in. */
export function choose(map: GlMap, spot: Spot | null) {
  void map.getSource<GeoJSONSource>('chosen')?.setData(spotData(spot))
  if (spot && !map.getBounds().contains([spot.longitude, spot.latitude])) {
    map.easeTo({ center: [spot.longitude, spot.latitude] })
  }
}

/** One place and the ring round it; `showPlace` says which. */
export function addPlace(map: GlMap) {
  map.addSource('place', { type: 'geojson', data: spotData(null) })
  map.addLayer({ id: 'place-near', source: 'place', type: 'fill', filter: ['==', '$type', 'Polygon'], paint: { 'fill-color': token('--blue'), 'fill-opacity': 0.1 } })
  map.addLayer({ id: 'place-ring', source: 'place', type: 'line', filter: ['==', '$type', 'Polygon'], paint: { 'line-color': token('--blue'), 'line-width': 1.5, 'line-dasharray': [3, 3] } })
  map.addLayer({
    id: 'place', source: 'place', type: 'circle', filter: ['==', '$type', 'Point'],
    paint: { 'circle-radius': 7, 'circle-color': token('--blue'), 'circle-stroke-width': 2, 'circle-stroke-color': token('--card') },
  })
}

export function showPlace(map: GlMap, spot: Spot | null, metres: number) {
  const { features } = spotData(spot)
  const ring = spot && { type: 'Feature' as const, properties: {}, geometry: { type: 'Polygon' as const, coordinates: [ringRound(spot, metres)] } }
  void map.getSource<GeoJSONSource>('place')?.setData({ type: 'FeatureCollection', features: ring ? [ring, ...features] : features })
  if (spot && !map.getBounds().contains([spot.longitude, spot.latitude])) map.easeTo({ center: [spot.longitude, spot.latitude] })
}

const METRES_A_DEGREE = 111_320
const CORNERS = 48
/** A circle of so many metres, as the corners of a polygon. */
function ringRound(spot: Spot, metres: number): [number, number][] {
  const north = metres / METRES_A_DEGREE
  const east = north / Math.cos((spot.latitude * Math.PI) / 180)
  return Array.from({ length: CORNERS + 1 }, (_, n) => {
    const turn = (2 * Math.PI * n) / CORNERS
    return [spot.longitude + east * Math.cos(turn), spot.latitude + north * Math.sin(turn)]
  })
}
