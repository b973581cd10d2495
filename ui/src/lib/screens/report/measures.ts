/**
 * Age, birth and height as callers say them (“81”, “4 Mar 1945”, “20-30”, “5 ft 10”) in the forms that the register
 * keeps. What cannot be read is passed on as typed: the register says at the field what it takes. Pure.
 */
import { partialDate } from '$lib/time/partial';

export type Age =
  | { is: 'blank' }
  | { is: 'age'; value: string }
  | { is: 'birth'; value: string; years: number | null }
  | { is: 'unclear' };

const NUMBERED = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})$/;
const SPELT = /^(?:(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?)?([a-z]{3,9})\.?,?\s+(\d{4})$/;
const STANDARD = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/;
const YEARS = /^(?:about|around|approx\.?|c\.?|~)?\s*(\d{1,3})(?:\s*(?:-|–|to)\s*(\d{1,3}))?\s*(?:years?( old)?|yrs?|y\.?o\.?)?$/;

/** An age or a date of birth; `today` is `YYYY-MM-DD` and decides the century of a year of two digits. */
export function readAge(text: string, today: string): Age {
  const plain = text.trim().toLowerCase().replace(/^(?:born|dob:?|d\.o\.b\.?:?)\s*/, '').replace(/\s+/g, ' ');
  if (plain === '') return { is: 'blank' };
  const numbered = plain.match(NUMBERED);
  if (numbered) return born(numbered[1], numbered[2], inFull(numbered[3] ?? '', today), today);
  const spelt = plain.match(SPELT);
  if (spelt) return born(spelt[1], spelt[2], spelt[3], today);
  const standard = plain.match(STANDARD);
  if (standard) return born(standard[3], standard[2], standard[1], today);
  const years = plain.match(YEARS);
  if (years) {
    const [from, to] = [Number(years[1]), Number(years[2] ?? years[1])];
    if (from <= to && to <= 125) return { is: 'age', value: from === to ? `${from}` : `${from}-${to}` };
  }
  return { is: 'unclear' };
}

function born(day = '', month = '', year = '', today: string): Age {
  const read = partialDate({ day, month, year });
  if (read.kind !== 'date' || read.value > today) return { is: 'unclear' };
  return { is: 'birth', value: read.value, years: yearsBetween(read.value, today) };
}

/** Whole years from a date of birth; `null` where only the year or month is known. */
function yearsBetween(birth: string, today: string): number | null {
  if (birth.length < 10) return null;
  return Number(today.slice(0, 4)) - Number(birth.slice(0, 4)) - (today.slice(5) < birth.slice(5) ? 1 : 0);
}

function inFull(year: string, today: string): string {
  if (year.length === 4) return year;
  const century = Number(today.slice(0, 2));
  return Number(year) > Number(today.slice(2, 4)) ? `${century - 1}${year}` : `${century}${year}`;
}

const INCH_CM = 2.54;

/** Feet, inches and metres in whole centimetres; anything else as it was typed. */
export function heightCm(text: string): string {
  const sides = text.trim().toLowerCase().split(/\s*(?:-|–|\bto\b)\s*/);
  const read = sides.map(oneHeight);
  return read.every((cm) => cm !== null) ? read.join('-') : text.trim();
}

function oneHeight(text: string): number | null {
  const plain = text.replace(/^(?:about|around|~)\s*/, '').trim();
  const feet = plain.match(/^(\d)\s*(?:'|’|′|ft\.?|foot|feet)\s*(?:(\d{1,2})\s*(?:"|”|″|''|in\.?|ins|inch|inches)?)?$/);
  if (feet) {
    const inches = Number(feet[2] ?? 0);
    return inches < 12 ? Math.round((Number(feet[1]) * 12 + inches) * INCH_CM) : null;
  }
  const metres = plain.match(/^([12])[.,](\d{2})\s*m?(?:etres?)?$/);
  if (metres) return Number(metres[1]) * 100 + Number(metres[2]);
  const cm = plain.match(/^(\d{2,3})\s*(?:cm)?$/);
  return cm ? Number(cm[1]) : null;
}
