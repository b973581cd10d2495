import { describe, expect, it } from 'vitest';
import { t } from '$lib/words';
import { blankTime } from '../act';
import { left } from './partner';

const said: Parameters<typeof left>[0] = { agency: 'hospital', when: { ...blankTime(), told: { kind: 'not-known' } }, changes: 'unsure' };

describe('what a partner says', () => {
  it('is sent once agency, time and whether it changes the risk are said', () => {
    expect(left(said)).toEqual([]);
  });

  it('asks whether it changes the risk at that field, where nothing is chosen (F15)', () => {
    expect(left({ ...said, changes: '' })).toEqual([{ message: t('incident-partner-risk-needed'), field: 'incident-partner-risk' }]);
  });

  it('names all that is left at once', () => {
    expect(left({ agency: '', when: blankTime(), changes: '' }).map(({ field }) => field)).toEqual(['incident-agency', 'incident-partner-risk', 'incident-when']);
  });
});
