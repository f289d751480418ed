/** Our 24 px outlines: one set for phone, desk and public pages, 2 px stroke, round ends. */
export const ICONS = {
  // the four states: the outline says it, the word beside it repeats it
  ok: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 12.3l2.8 2.8L16 9.5',
  tri: 'M12 4L2.8 20h18.4zM12 10v4.5M12 17.4v.1',
  oct: 'M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3zM9 9l6 6M15 9l-6 6',
  off: 'M12 3.5a8.5 8.5 0 0 1 3 .5M18 6a8.5 8.5 0 0 1 2 3M20.5 13a8.5 8.5 0 0 1-1.5 4M16 19.5a8.5 8.5 0 0 1-4 1M8 19.5a8.5 8.5 0 0 1-3-2.5M3.5 13a8.5 8.5 0 0 1 1-5M7.5 5a8.5 8.5 0 0 1 1.5-1',
  // ways
  back: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  down: 'M5 9l7 7 7-7',
  menu: 'M4 6h16M4 12h16M4 18h16',
  close: 'M5 5l14 14M19 5L5 19',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5L21 21',
  plus: 'M12 5v14M5 12h14',
  edit: 'M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19zM14 6.5l3.5 3.5',
  exit: 'M10 4H5v16h5M14 8l4 4-4 4M18 12H9',
  // time
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.5V12l3 2',
  history: 'M4 12a8 8 0 1 0 2.5-5.8L4 8.5M4 4v4.5h4.5M12 8v4.5l3 1.8',
  calendar: 'M4 6h16v14H4zM4 10h16M8 3v4M16 3v4',
  // places and things of the house
  map: 'M9 4L3 6.5v13.5l6-2.5 6 2.5 6-2.5V4l-6 2.5zM9 4v13.5M15 6.5V20',
  pin: 'M12 21s7-6 7-11a7 7 0 1 0-14 0c0 5 7 11 7 11zM12 7.6a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.8z',
  globe: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18',
  building: 'M5 21V4h9v17M14 9h5v12M3 21h18M8 8h3M8 12h3M8 16h3',
  bag: 'M4 8h16v12H4zM9 8V5h6v3',
  organs: 'M12 3v5M12 8H6v4M12 8h6v4M9.5 3h5v5h-5zM3.5 12h5v5h-5zM15.5 12h5v5h-5zM6 17v3M18 17v3',
  people: 'M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM2.5 20c.8-3.6 3.3-5 6.5-5s5.7 1.4 6.5 5M16 5.5a3.2 3.2 0 0 1 0 6.2M18 15.5c2 .6 3.1 2 3.5 4.5',
  team: 'M12 4a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM6 20c.6-3.8 2.8-6 6-6s5.4 2.2 6 6M4.5 8.5a2 2 0 1 0 .1 0M19.5 8.5a2 2 0 1 0 .1 0M2 17.5c.2-1.5 1-2.6 2.3-3M22 17.5c-.2-1.5-1-2.6-2.3-3',
  card: 'M3 5.5h18v13H3zM8.5 9a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM5.5 16c.5-1.3 1.5-1.9 3-1.9s2.5.6 3 1.9M14.5 10h4M14.5 13.5h4',
  me: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 20.5c1.3-3.8 4.4-5.5 8-5.5s6.7 1.7 8 5.5',
  bell: 'M6 17V11a6 6 0 0 1 12 0v6l1.5 1.5h-15zM10 21h4',
  mail: 'M3 6h18v13H3zM3.5 7l8.5 6 8.5-6',
  stamp: 'M9 12V8a3 3 0 1 1 6 0v4l4 2v3H5v-3zM5 20.5h14',
  shield: 'M12 3l7.5 2.5v6c0 4.6-3 7.8-7.5 9.5-4.5-1.7-7.5-4.9-7.5-9.5v-6zM9 12l2.2 2.2L15 10.3',
  // papers and lists
  paper: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6',
  items: 'M5 4h14v16H5zM9 9h6M9 13h6M9 17h3',
  list: 'M8 6h12M8 12h12M8 18h12M4 6h.1M4 12h.1M4 18h.1',
  table: 'M4 5h16v14H4zM4 10h16M10 10v9M4 14.5h16',
  rules: 'M12 4v16M6 20h12M5 7h14M5 7l-2.5 6a2.8 2.8 0 0 0 5 0zM19 7l-2.5 6a2.8 2.8 0 0 0 5 0z',
  publish: 'M4 10v4l3 .5L9 20h2l-1-5 9 3V6L7 9.5zM19 9v6',
  dice: 'M5 4h14a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zM8.5 8.5h.1M15.4 8.5h.1M12 12h.1M8.5 15.5h.1M15.4 15.5h.1',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
  // the phone at the door
  scan: 'M4 8V5.5A1.5 1.5 0 0 1 5.5 4H8M16 4h2.5A1.5 1.5 0 0 1 20 5.5V8M20 16v2.5a1.5 1.5 0 0 1-1.5 1.5H16M8 20H5.5A1.5 1.5 0 0 1 4 18.5V16M4 12h16',
  camera: 'M4 8h3l2-3h6l2 3h3v11H4zM12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z',
  mic: 'M12 3a3 3 0 0 0-3 3v6a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3zM5 12a7 7 0 0 0 14 0M12 19v3',
  flag: 'M6 21V4h11l-2 4 2 4H6',
  pause: 'M8 5v14M16 5v14',
  torch: 'M9 3h6v4l-1.5 3v11h-3V10L9 7zM9 7h6',
  keys: 'M3 6h18v12H3zM7 10h.1M11 10h.1M15 10h.1M17 14H7',
  album: 'M4 5h16v14H4zM4 16l5-5 4 4 3-2 4 3M15.5 9v.1',
  phone: 'M7 2.5h10v19H7zM11 18.5h2',
  call: 'M6 3h3l2 5-2.5 1.5a11 11 0 0 0 6 6L16 13l5 2v3a3 3 0 0 1-3 3C10 21 3 14 3 6a3 3 0 0 1 3-3z',
  nowifi: 'M3 3l18 18M5 12.5a10 10 0 0 1 4-2.3M8.5 16a5 5 0 0 1 7 0M2 9a15 15 0 0 1 4.5-2.8M12 5c4 0 7.5 1.6 10 4M15 10.5c1.5.4 2.9 1.1 4 2M12 19.5v.1',
  // moving and marking
  download: 'M12 4v11M7 10.5l5 5 5-5M5 20h14',
  upload: 'M12 16V5M7 10l5-5 5 5M5 20h14',
  tick: 'M5 12.5l4.5 4.5L19 7.5',
  two: 'M5 12.5l3.5 3.5L15 8M11 15.5l.8.8L20 8',
  erase: 'M9 6h11v12H9l-6-6zM12.5 9.5l5 5M17.5 9.5l-5 5',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5.5M12 7.6v.1',
} as const

export type IconName = keyof typeof ICONS
export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'off'
export const TONE_ICON: Record<Tone, IconName> = { ok: 'ok', warn: 'tri', bad: 'oct', info: 'paper', off: 'off' }
