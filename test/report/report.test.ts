import { describe, expect, expectTypeOf, it } from 'vitest';
import { longDate } from '../../core/report/date';
import { extractScenario } from '../../core/report/embed';
import { html, mathml } from '../../core/report/html';
import type { ReportComparison, ReportEquation, ReportFitCurves } from '../../core/report/input';
import { formatNumber, formatRange, formatSigned } from '../../core/report/number';
import { makeReport } from '../../core/report/report';
import type { ComparisonResult, Equation, FitCurves } from '../../core/service/contract';
import { sample } from './sample';

const report = makeReport(sample());
const hostile = '"><img src=x onerror=alert(1)></script><script>alert(2)</script>&\'';

describe('a report', () => {
  it("takes the contract's results as they are", () => {
    expectTypeOf<ComparisonResult>().toExtend<ReportComparison>();
    expectTypeOf<FitCurves>().toExtend<ReportFitCurves>();
    expectTypeOf<Equation>().toExtend<ReportEquation>();
  });
  it('is the same bytes from the same input', () => {
    expect(makeReport(sample())).toBe(report);
  });
  it('loads nothing from elsewhere and runs nothing', () => {
    expect(report).not.toMatch(/<(?:link|img|iframe|object|embed|form|base)\b|@import|\bsrc=|url\((?!#)/i);
    expect(report.match(/<script\b[^>]*>/g)).toEqual(['<script type="application/vnd.doflow+json" id="doflow-scenario">']);
    expect(report.match(/href="(?!#|https:\/\/doi\.org)[^"]*"/g)).toBeNull();
  });
  it('closes every element that it opens, in order', () => {
    const open: string[] = [];
    const empty = new Set(['meta', '!doctype']);
    const body = report.replace(/<script[\s\S]*<\/script>/, '').replace(/<style>[\s\S]*?<\/style>/, '');
    for (const [, slash, name, self] of body.matchAll(/<(\/?)([a-zA-Z!][\w:-]*)(?:[^<>"]|"[^"]*")*?(\/?)>/g)) {
      if (slash === '/') expect(open.pop()).toBe(name);
      else if (self !== '/' && !empty.has(name)) open.push(name);
    }
    expect(open).toEqual([]);
  });
  it('has ids that are unique', () => {
    const ids = [...report.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
  it('has the question, the effects with their ranges, and what never happened', () => {
    expect(report).toContain('Does blocking TGF-β raise the damage?');
    expect(report).toContain('+0.32');
    expect(report).toContain('0.21 … 0.4');
    expect(report).toContain('>never<');
    expect(report).toContain('1.23·10⁻⁵');
  });
  it('names the surgery of each arm and crosses what it cuts', () => {
    expect(report).toContain('TGF-β held at 0 from day 10');
    expect(report).toContain('“Damage” switched off');
    expect(report.match(/class="edge cut"/g)).toHaveLength(2 + 1);
    expect(report.match(/class="variable state clamped"/g)).toHaveLength(1);
  });
  it('counts and names what nobody measured', () => {
    expect(report).toContain('1 parameter is illustrative (chosen, not measured): Infiltration.');
    expect(report).toContain('1 parameter has no stated source: Repair.');
    expect(report).toContain('The data are synthetic');
    expect(
      makeReport(
        sample((d) => {
          d.data.source = { kind: 'real', text: 'a clinic' };
          d.parameters[0].source = { kind: 'derived' };
        }),
      ),
    ).not.toContain('Read with care');
  });
  it('has the hash, the seed, the versions and the solver of each arm', () => {
    for (const fact of ['ab'.repeat(32), 'cd'.repeat(32), 'doflow 0.1.0', 'tsit5', 'the model is not stiff', 'Seed of the fit'])
      expect(report).toContain(fact);
  });
  it('draws curves and points of every quantity', () => {
    expect(report.match(/<figcaption><b>(?:TGF-β|Effector cells|Tissue damage)<\/b>/g)).toHaveLength(3);
    expect(report.match(/<svg role="img"[^>]*aria-label="Clinical score/g)).toHaveLength(1);
    expect(report).not.toMatch(/NaN|undefined|\[object|#0102\d\d|rgb\(1,2/);
  });
  it('tells what was held out, and what the tests of the residuals found', () => {
    expect(report).toContain('1 measurement held out of the fit (rings): 0.75.');
    expect(report).toMatch(/2 tests of the residuals .* found, after Holm’s correction at 5 %:/);
    expect(report).toContain('<li><b>Clinical score</b>: too few changes of sign (3 runs).</li>');
    const input = sample();
    const calm = { ...input.fitCurves!, diagnostics: [{ observable: 'score', condition: 'mouse', tests: [{ finding: null }] }] };
    expect(makeReport({ ...input, fitCurves: calm })).toMatch(/1 test of the residuals .* found no departure from the noise/);
  });
  it('gives the scenario back, and null where there is none', () => {
    expect(JSON.parse(extractScenario(report)!)).toEqual(JSON.parse(sample().text));
    expect(extractScenario('<html></html>')).toBeNull();
  });
  it('can be made of a model alone', () => {
    const input = sample((d) => {
      d.data = { measurements: [] };
    });
    const bare = makeReport({ ...input, comparison: null, fitCurves: null, fit: null, equations: [], problems: [] });
    expect(bare).toContain('The model');
    expect(bare).not.toContain('id="effects"');
    expect(bare).not.toMatch(/NaN|undefined/);
  });
  it('says which arm failed and why, and draws the others', () => {
    const input = sample();
    const [baseline, blocked] = input.comparison!.arms;
    const broken = {
      ...blocked,
      series: undefined,
      failure: { message: 'the step became too small', advice: 'Loosen the tolerance' },
    };
    const text = makeReport({ ...input, comparison: { ...input.comparison!, arms: [baseline, broken] } });
    expect(text).toContain('TGF-β blocked: the step became too small. Loosen the tolerance');
    expect(text).toContain('Tissue damage over time');
  });
});

describe('a report on a hostile document', () => {
  const input = sample((document) => {
    document.about.title = hostile;
    document.about.question = hostile;
    document.about.authors = [hostile];
    document.about.notes = [hostile];
    document.about.time.unit = hostile;
    document.about.references = [{ id: 'handbook', text: hostile, doi: `\ud800${hostile}`, url: 'javascript:alert(3)' }];
    const { variables, mechanisms, parameters, observables, conditions, fits } = document;
    for (const item of [...variables, ...mechanisms, ...parameters, ...observables, ...conditions, ...fits]) item.name = hostile;
    document.variables[1].unit = hostile;
    document.parameters[0].unit = hostile;
    document.parameters[0].source = { kind: 'illustrative', text: hostile };
    document.data.source = { kind: 'synthetic', text: hostile, file: hostile };
    document.comparisons[0].baseline.name = hostile;
    document.comparisons[0].outcomes[0].name = hostile;
    document.comparisons[0].outcomes[0].unit = hostile;
  });
  const text = makeReport({
    ...input,
    date: hostile,
    sha256: hostile,
    versions: { [hostile]: hostile },
    problems: [{ severity: 'error', path: hostile, message: hostile, advice: hostile }],
    equations: [{ id: 'D', kind: 'derivative', text: hostile, mathml: `<math><mi onclick="x()">${hostile}</mi></math>` }],
  });
  it("has no markup of the document's making", () => {
    expect(text.match(/<script\b/g)).toHaveLength(1);
    expect(text.match(/<\/script>/g)).toHaveLength(1);
    const tags = text.slice(0, text.indexOf('<script')).match(/<[a-zA-Z](?:[^<>"]|"[^"]*")*>/g)!;
    expect(
      tags.filter((tag) => /^<(?:img|script)|\son\w+\s*=|"\s*javascript:/i.test(tag.replace(/"(?!\s*javascript:)[^"]*"/g, '""'))),
    ).toEqual([]);
  });
  it('still gives the scenario back', () => {
    expect(JSON.parse(extractScenario(text)!)).toEqual(JSON.parse(input.text));
  });
});

describe('HTML by template', () => {
  it('escapes what is put in, and not what is HTML already', () => {
    expect(html`<b title="${'"'}">${'<i>'}${html`<u>${'&'}</u>`}${['a', null, 1]}</b>`.text).toBe(
      '<b title="&quot;">&lt;i&gt;<u>&amp;</u>a1</b>',
    );
  });
  it('replaces characters that no HTML may have', () => {
    expect(html`${'a\u0000b\u001b'}`.text).toBe('a\ufffdb\ufffd');
  });
  it.each([
    '<math><script>x</script></math>',
    '<math><mi href="x">x</mi></math>',
    '<math><mi style="x">x</mi></math>',
    '<math><mi',
    'plain',
  ])('takes %s for text', (source) => {
    expect(mathml(source, 'a < b').text).toBe('<code>a &lt; b</code>');
  });
});

describe('dates', () => {
  it('are written out in the heading, to the second in the provenance', () => {
    expect(report).toContain('Doflow report · 24 November 2026');
    expect(report).toContain('<dd>2026-11-24T09:30:00.000Z</dd>');
    expect([longDate('2026-02-03'), longDate('2026-13-03'), longDate('today')]).toEqual([
      '3 February 2026',
      '2026-13-03',
      'today',
    ]);
  });
});

describe('numbers', () => {
  it.each([
    [0, '0'],
    [1234567, '1.235·10⁶'],
    [-0.00012345, '−1.234·10⁻⁴'],
    [12.3456, '12.35'],
    [0.001, '0.001'],
    [999999.9, '1·10⁶'],
    [null, '–'],
    [Number.NaN, '–'],
    [-Infinity, '–'],
  ] as const)('%s prints as %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
  it('show the sign of a difference, and ranges', () => {
    expect([formatSigned(2), formatSigned(-2), formatSigned(0), formatRange(-1, 2), formatRange(null, 1)]).toEqual([
      '+2',
      '−2',
      '0',
      '−1 … 2',
      '–',
    ]);
  });
});
