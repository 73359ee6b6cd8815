import { InvalidArgumentError } from 'commander'

/** For options of commands: a whole number from 1. */
export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('must be a whole number from 1.')
  return Number(text)
}

/** For options of commands: a number within bounds. */
export function numberFrom(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (text.trim() !== '' && value >= min && value <= max) return value
    throw new InvalidArgumentError(`must be from ${min} to ${max}.`)
  }
}
