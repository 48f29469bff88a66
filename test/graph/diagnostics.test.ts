import { describe, expect, it } from 'vitest';
import { diagnose } from '../../core/graph/diagnostics';
import type { Scenario } from '../../core/model/schema';
import { copyOfSmall, small } from './small';

const after = (change: (document: Scenario) => void): string[] => {
  const document = copyOfSmall();
  change(document);
  return diagnose(document).map(({ severity, path, message }) => `${severity} ${path}: ${message}`);
};

describe('structural diagnostics', () => {
  it('are silent on a sound document', () => {
    expect(diagnose(small)).toEqual([]);
  });
  it('report a mechanism without effects, and one that changes an assigned or input variable', () => {
    expect(
      after((d) => {
        d.mechanisms[1].effects = [];
      })[0],
    ).toBe('warning mechanisms[1].effects: “Damage” changes nothing');
    expect(
      after((d) => {
        d.mechanisms[1].effects[0].variable = 'health';
      })[0],
    ).toMatch(/^error mechanisms\[1]\.effects\[0]\.variable: “Damage” changes Health, an assigned variable/);
    expect(
      after((d) => {
        d.mechanisms[1].effects[0].variable = 'antigen';
      })[0],
    ).toMatch(/^error .* an input, which is given from outside$/);
  });
  it('report a coefficient of 0 and an effect listed twice', () => {
    expect(
      after((d) => {
        d.mechanisms[1].effects[0].coefficient = 0;
      })[0],
    ).toMatch(/coefficient of 0/);
    expect(
      after((d) => {
        d.mechanisms[1].effects.push({ variable: 'D', coefficient: 1 });
      })[0],
    ).toMatch(/twice among its effects/);
  });
  it('report a variable that nothing touches, and a state that nothing changes', () => {
    const variable = { id: 'lone', name: 'Lone', kind: 'state', initial: 0 } as const;
    expect(
      after((d) => {
        d.variables.push(variable);
      }),
    ).toContain('warning variables[5]: nothing changes Lone and it changes nothing');
    expect(
      after((d) => {
        d.variables.push(variable);
        d.mechanisms[0].inputs.push({ variable: 'lone', role: 'input' });
      }),
    ).toEqual(['info variables[5]: nothing changes Lone; it stays at its initial value unless an intervention moves it']);
  });
  it('report what the data cannot see, and no such thing without data', () => {
    const blind = (d: Scenario): void => {
      d.observables[0].expression = 'tgfb';
    };
    const found = after(blind);
    expect(found).toContain('info variables[3]: no measured observable depends on Tissue damage; the data say nothing of it');
    expect(found).toContain('warning parameters[2].estimate: no measured observable depends on k_dam; a fit cannot estimate it');
    expect(found.join()).not.toContain('Infiltration; a fit cannot');
    expect(
      after((d) => {
        blind(d);
        d.data.measurements = [];
      }),
    ).toEqual([]);
  });
  it('counts a parameter that only the noise or an initial value names as seen', () => {
    expect(
      after((d) => {
        d.observables[0].noise.sigma = 'k_rep';
        d.parameters[3].estimate = true;
        d.mechanisms[2].law = { kind: 'first-order', parameters: { k: 1 } };
      }),
    ).toEqual([]);
  });
  it('tolerates dangling references', () => {
    expect(
      after((d) => {
        d.mechanisms[0].inputs[0].variable = 'gone';
        d.mechanisms[0].regulators[0].variable = 'gone';
        d.observables[0].expression = 'gone + D';
      }).join(),
    ).not.toContain('gone');
  });
});
