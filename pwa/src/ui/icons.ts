/** 24 px outlines, 2 px stroke, round ends. */
export const ICONS = {
  back: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  ok: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 12.3l2.8 2.8L16 9.5',
  tri: 'M12 4L2.8 20h18.4zM12 10v4.5M12 17.4v.1',
  oct: 'M8 3h8l5 5v8l-5 5H8l-5-5V8zM9 9l6 6M15 9l-6 6',
  off: 'M12 3a9 9 0 0 1 4.5 1.2M19.8 7.500a9 9 0 0 1 0 9M16.500 19.800a9 9 0 0 1-9 0M4.200 16.500a9 9 0 0 1 0-9M7.500 4.200A9 9 0 0 1 12 3M12 8v5M12 16v.1',
  paper: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6',
  list: 'M5 4h14v16H5zM9 9h6M9 13h6',
  phone: 'M7 2.5h10v19H7zM11 18.5h2',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.5V12l3 2',
  scan: 'M4 8V5.5A1.5 1.5 0 0 1 5.5 4H8M16 4h2.5A1.5 1.5 0 0 1 20 5.5V8M20 16v2.5a1.5 1.500 0 0 1-1.5 1.5H16M8 20H5.5A1.5 1.5 0 0 1 4 18.5V16M4 12h16',
  tasks: 'M8 6h12M8 12h12M8 18h12M4 6h.1M4 12h.1M4 18h.1',
  upload: 'M12 16V5M7 10l5-5 5 5M5 20h14',
  me: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 20.5c1.3-3.8 4.4-5.5 8-5.5s6.7 1.7 8 5.5',
  pin: 'M12 21s7-6 7-11a7 7 0 1 0-14 0c0 5 7 11 7 11zM12 7.6a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.8z',
  nowifi: 'M3 3l18 18M5 12.5a10 10 0 0 1 4-2.3M8.5 16a5 5 0 0 1 7 0M2 9a15 15 0 0 1 4.5-2.8M12 5c4 0 7.5 1.6 10 4M15 10.5c1.5.4 2.900 1.100 4 2M12 19.5v.1',
  lock: 'M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3',
  erase: 'M9 6h11v12H9l-6-6zM12.500 9.500l5 5M17.500 9.500l-5 5',
  tick: 'M5 12.5l4.500 4.500L19 7.500',
  camera: 'M4 8h3l2-3h6l2 3h3v11H4zM12 10a3.5 3.5 0 1 0 0 7 3.500 3.500 0 0 0 0-7z',
  flag: 'M6 21V4h11l-2 4 2 4H6',
  pause: 'M8 5v14M16 5v14',
  mic: 'M12 3a3 3 0 0 0-3 3v6a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3zM5 12a7 7 0 0 0 14 0M12 19v3',
  eye: 'M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12zM12 9.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5z',
  bell: 'M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4',
  torch: 'M9 3h6v4l-1.500 3v11h-3V10L9 7zM9 7h6',
  keys: 'M3 6h18v12H3zM7 10h.1M11 10h.1M15 10h.1M17 14H7',
  album: 'M4 5h16v14H4zM4 16l5-5 4 4 3-2 4 3M15.500 9v.1',
} as const

export type IconName = keyof typeof ICONS
export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'off'
export const TONE_ICON: Record<Tone, IconName> = { ok: 'ok', warn: 'tri', bad: 'oct', info: 'paper', off: 'off' }
