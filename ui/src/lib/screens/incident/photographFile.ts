/** The file of a photograph on its way to the program, which alone decodes it. */

/** Nothing larger is read into memory; the program's own limit is lower and says its number. */
export const MOST_BYTES = 64 * 1024 * 1024;

export function base64Of(file: File): Promise<string> {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).replace(/^data:[^,]*,/, ''));
    reader.onerror = () => failed(reader.error ?? new Error('not read'));
    reader.readAsDataURL(file);
  });
}

/** A whole day for a date of which only the year, or year and month, is known: the middle of it. */
export function dayWithin(date: string): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return `${year}-${month || '07'}-${day || (month ? '15' : '01')}`;
}
