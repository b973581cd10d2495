/** A calendar date of which only the year, or the year and month, may be known: `1945`, `1945-03`, `1945-03-04`. */
export interface DateParts {
  day: string;
  month: string;
  year: string;
}

export type PartialDate = { kind: 'blank' } | { kind: 'date'; value: string } | { kind: 'unclear'; wrong: keyof DateParts };

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

export function partialDate(parts: DateParts): PartialDate {
  const [day, month, year] = [parts.day.trim(), parts.month.trim().toLowerCase(), parts.year.trim()];
  if (day === '' && month === '' && year === '') return { kind: 'blank' };
  if (!/^\d{4}$/.test(year) || Number(year) < 1850) return { kind: 'unclear', wrong: 'year' };
  if (month === '') return day === '' ? { kind: 'date', value: year } : { kind: 'unclear', wrong: 'month' };
  const named = MONTHS.indexOf(month.slice(0, 3)) + 1;
  const m = /^\d{1,2}$/.test(month) ? Number(month) : named;
  if (m < 1 || m > 12) return { kind: 'unclear', wrong: 'month' };
  const mm = String(m).padStart(2, '0');
  if (day === '') return { kind: 'date', value: `${year}-${mm}` };
  const d = /^\d{1,2}$/.test(day) ? Number(day) : 0;
  if (d < 1 || d > new Date(Date.UTC(Number(year), m, 0)).getUTCDate()) return { kind: 'unclear', wrong: 'day' };
  return { kind: 'date', value: `${year}-${mm}-${String(d).padStart(2, '0')}` };
}

export function partsOf(value: string): DateParts {
  const [year = '', month = '', day = ''] = value.split('-');
  return { year, month: month.replace(/^0/, ''), day: day.replace(/^0/, '') };
}
