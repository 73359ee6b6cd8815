/** Shapes that tell states apart without colour. */
const shapes = {
  normal: <circle cx="8" cy="8" r="5" />,
  degraded: <path d="M8 2 14 8 8 14 2 8Z" />,
  stalled: <path d="M8 1.5 15 14H1Z" />,
  blind: (
    <path d="M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8ZM2.5 13.5l11-11" className="line" />
  ),
  loading: <path d="M8 2a6 6 0 1 0 6 6" className="line spin" />,
  critical: <path d="M8 1.5 15 14H1Z" />,
  error: <path d="M5.2 1.5h5.6l3.7 3.7v5.6l-3.7 3.7H5.2l-3.7-3.7V5.2Z" />,
  warning: <path d="M8 2 14 8 8 14 2 8Z" />,
  info: <circle cx="8" cy="8" r="5.5" className="line" />,
  pending: <path d="M4 2h8M4 14h8M5 2c0 5 6 7 6 12M11 2c0 5-6 7-6 12" className="line" />,
  processing: <path d="M8 2a6 6 0 1 0 6 6" className="line spin" />,
  completed: <path d="m2.5 8.5 3.5 3.5 7.5-8" className="line" />,
  failed: <path d="M3.5 3.5l9 9m0-9-9 9" className="line" />,
  cancelled: <path d="M3.5 8h9" className="line" />,
  later: <path d="M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8ZM8 4.5V8l2.6 1.8" className="line" />,
  retrying: <path d="M13.5 8A5.5 5.5 0 1 1 11.6 3.8M13.5 1.5v3.4h-3.4" className="line" />,
  paused: <path d="M5 2.5v11M11 2.5v11" className="line" />,
  silent: <path d="M8 2a6 6 0 0 1 6 6M8 5.5A2.5 2.5 0 0 1 10.5 8M2.5 2.5l11 11" className="line" />,
  busy: <path d="M8 2a6 6 0 1 0 6 6" className="line spin" />,
  idle: <circle cx="8" cy="8" r="5" className="line" />,
  gone: <path d="M3.5 8h9" className="line" />,
  up: <path d="M8 13V3.5M3.5 8 8 3.5 12.5 8" className="line" />,
  overview: <path d="M2 2.5h5v5H2Zm7 0h5v3H9Zm0 5h5v6H9Zm-7 2h5v4H2Z" className="line" />,
  queue: <path d="M2 4h12M2 8h12M2 12h8" className="line" />,
  hands: <path d="M2.5 4.5 8 3l2.5 9L5 13.5ZM10 3.5l3.5 1-2 7.5" className="line" />,
  alerts: (
    <path d="M8 2a4 4 0 0 1 4 4c0 4 1.5 5 1.5 5h-11S4 10 4 6a4 4 0 0 1 4-4ZM6.5 13.5h3" className="line" />
  ),
  workers: <path d="M2 3h12v7H2ZM5.5 13.5h5M8 10v3.5" className="line" />,
  outputs: <path d="M2 3h12v10H2Zm0 8 4-4 3 3 2-2 3 3" className="line" />,
  tournaments: (
    <path
      d="M5 2h6v4a3 3 0 0 1-6 0ZM5 3.5H2.5c0 2.5 1 3.5 2.5 3.5m6-3.5h2.5c0 2.5-1 3.5-2.5 3.5M8 9v4m-2.5.5h5"
      className="line"
    />
  ),
  rules: <path d="M2 4h4m4 0h4M2 12h4m4 0h4M8 2v12M6 4h4M6 12h4" className="line" />,
  delivery: <path d="M2 3.5h12v9H2Zm0 .5 6 5 6-5" className="line" />,
  settings: <path d="M2 5h6m4 0h2M2 11h2m4 0h6M10 3v4M6 9v4" className="line" />,
  audit: <path d="M3 2h10v12H3Zm2.5 3.5h5m-5 3h5m-5 3h3" className="line" />,
  // A loudspeaker that sounds, one that is struck out, one that waits for a while, one that needs something.
  'sound-armed': (
    <path d="M2.5 6v4H5l3.5 3V3L5 6ZM11 5.5a3.5 3.5 0 0 1 0 5M12.6 3.5a6 6 0 0 1 0 9" className="line" />
  ),
  'sound-off': <path d="M3.5 6v4H6l3.5 3V3L6 6ZM2 14 14 2" className="line" />,
  'sound-muted': <path d="M2.5 6v4H5l3.5 3V3L5 6ZM11.5 6v4m2.5-4v4" className="line" />,
  'sound-blocked': <path d="M2.5 6v4H5l3.5 3V3L5 6ZM12.5 4v4.5m0 2.5v.2" className="line" />,
  lock: <path d="M3.5 7h9v6.5h-9ZM5.5 7V4.8a2.5 2.5 0 0 1 5 0V7" className="line" />,
  theme: <path d="M13.5 9.5A6 6 0 1 1 6.5 2.5a5 5 0 0 0 7 7Z" className="line" />,
  close: <path d="M3.5 3.5l9 9m0-9-9 9" className="line" />,
  star: <path d="m8 1.8 1.9 4 4.3.5-3.2 3 .9 4.3L8 11.4l-3.9 2.2.9-4.3-3.2-3 4.3-.5Z" />,
} as const

export type IconName = keyof typeof shapes

export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      className={`icon icon-${name}`}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
    >
      {shapes[name]}
    </svg>
  )
}

export function isIcon(name: string): name is IconName {
  return name in shapes
}
