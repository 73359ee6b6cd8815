/** How a picture is to be delivered. */
export type OutputSettings = {
  readonly width: number
  readonly height: number
  readonly frames: number
  /** A folder of numbered frames instead of one file. */
  readonly sequence: boolean
}

/** Read output_settings_json; 1920 x 1080 and one picture where it says nothing. Throws on what cannot be rendered. */
export function readOutputSettings(document: Readonly<Record<string, unknown>>): OutputSettings {
  const frames = whole(document, 'duration_frames', 1, 1, 18_000)
  const sequence = document.format === 'png_sequence' && frames > 1
  return {
    width: whole(document, 'width', 1920, 16, 7680),
    height: whole(document, 'height', 1080, 16, 4320),
    frames: sequence ? frames : 1,
    sequence,
  }
}

function whole(
  document: Readonly<Record<string, unknown>>,
  key: string,
  otherwise: number,
  min: number,
  max: number,
): number {
  const value = document[key] ?? otherwise
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value
  throw new Error(
    `invalid output settings: ${key} must be a whole number from ${min} to ${max}, not ${JSON.stringify(value)}`,
  )
}
