import { describe, expect, it } from 'vitest';
import { CancelledError } from '../../core/service/call';
import { gradientAudit } from '../../core/service/clinic/schema';
import { auditDocument } from '../../core/service/gradient-audit';
import { loadScenario } from '../scenarios/load';
import { lotkaVolterraDocument } from '../systems';

let now = 0;
/** Each look at the clock takes a second, so that nothing is run again to be timed. */
const bench = { seconds: () => now++, cancelled: () => false };

describe('the audit of a document', () => {
  it('covers the objective of every fit, on the scales of its parameters', () => {
    const document = loadScenario('eye-privilege'),
      told: string[] = [];
    const { losses } = gradientAudit.parse(
      auditDocument(document, bench, ({ done, total, title }) => told.push(`${done}/${total} ${title}`)),
    );
    expect(losses.map(({ fit }) => fit)).toEqual(document.fits.map(({ id }) => id));
    for (const { rows, parameters } of losses) {
      expect(parameters.length).toBeGreaterThan(3);
      expect(rows.map(({ verdict }) => verdict)).not.toContain('beyond');
      expect(rows[0]).toMatchObject({ verdict: 'reference', method: 'discrete-adjoint' });
    }
    expect(told[0]).toBe('0/9 Discrete adjoint');
    expect(told).toHaveLength(9);
  });

  it('makes up a functional where there is nothing to fit, the same each time', () => {
    const document = lotkaVolterraDocument();
    const [first, second] = [1, 2].map(() => auditDocument(document, bench, () => {}));
    const deviations = ({ losses }: typeof first) => losses[0].rows.map(({ deviation, parameter }) => [deviation, parameter]);
    expect(first.losses).toHaveLength(1);
    expect(first.losses[0]).toMatchObject({ fit: null, parameters: ['a', 'b', 'c', 'd', 'x.initial', 'y.initial'] });
    expect(deviations(second)).toEqual(deviations(first));
    expect(first.losses[0].rows.map(({ verdict }) => verdict)).not.toContain('beyond');
  });

  it('keeps the rows that were done when it is cancelled, and has nothing to show before', () => {
    const document = lotkaVolterraDocument();
    let asked = 0;
    const { losses } = auditDocument(document, { ...bench, cancelled: () => asked >= 3 }, () => asked++);
    expect(losses[0].rows).toHaveLength(2);
    expect(() => auditDocument(document, { ...bench, cancelled: () => true }, () => {})).toThrow(CancelledError);
  });
});
