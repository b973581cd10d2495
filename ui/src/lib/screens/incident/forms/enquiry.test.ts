import { expect, it } from 'vitest';
import { blankOption, blankPoint, optionControls, optionsOf, pointControls, pointsOf, undecidedPoints } from './enquiry';

it('sends the rows in which something was written, and finds the control of each', () => {
  const rows = [blankPoint(), { bears: 'against' as const, what: 'nobody saw him', source: '' }, { ...blankPoint(), bears: 'for' as const }, { bears: 'for' as const, what: '', source: 'CCTV' }];
  expect(pointsOf(rows)).toEqual([
    { bears: 'against', what: 'nobody saw him', source: '' },
    { bears: 'for', what: '', source: 'CCTV' },
  ]);
  expect(pointControls(rows)).toEqual({
    points: 'incident-point-what-0',
    'points.0.what': 'incident-point-what-1',
    'points.0.source': 'incident-point-source-1',
    'points.1.what': 'incident-point-what-3',
    'points.1.source': 'incident-point-source-3',
  });
});

it('guesses of no point whether it speaks for or against', () => {
  const rows = [blankPoint(), { bears: '' as const, what: 'his hat was found', source: 'ranger' }];
  expect(undecidedPoints(rows).map(({ field }) => field)).toEqual(['incident-point-bears-1']);
  expect(undecidedPoints([blankPoint()])).toEqual([]);
});

it('sends half an option, so that what is missing is asked for', () => {
  const rows = [blankOption(), { what: 'a public appeal', why: ' ' }];
  expect(optionsOf(rows)).toEqual([{ what: 'a public appeal', why_not: ' ' }]);
  expect(optionControls(rows)).toEqual({ 'options.0.what': 'incident-option-what-1', 'options.0.why_not': 'incident-option-why-1' });
});
