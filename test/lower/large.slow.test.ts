import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { lowerScenario } from '../../core/lower/lower';
import { rodas5p } from '../../core/solve/tableaux/rodas5p';
import { brusselatorChain, knownSystems } from '../systems';

describe('generated functions', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('are all short enough for V8 to optimise', () => {
    const sources: string[] = [];
    const Original = Function;
    vi.stubGlobal('Function', function (...args: string[]) {
      sources.push(args[args.length - 1]);
      return Original(...args) as unknown;
    });
    const none = new Float64Array(0),
      stiff = knownSystems.filter((system) => system.stiff).map(({ document }) => document);
    for (const document of [...stiff, brusselatorChain(14), brusselatorChain(120)]) {
      const { plan, nominal } = lowerScenario(document, { from: 0, until: 1 }),
        { rhs } = plan.pieces[0],
        { n, m } = plan;
      const y = new Float64Array(n);
      rhs.fused!.rosenbrock!(rodas5p);
      rhs.jacobian(0, y, nominal, new Float64Array(rhs.pattern.column.length));
      rhs.vjp(0, y, nominal, y, new Float64Array(n), new Float64Array(m));
      rhs.jvp(0, y, nominal, y, new Float64Array(m), new Float64Array(n));
      rhs.timeDerivative(0, y, nominal, none);
    }
    expect(sources.length).toBeGreaterThan(15);
    const lengths = bytecodeLengths(sources);
    expect(lengths).toHaveLength(sources.length);
    // V8's max_optimized_bytecode_size is 60 KB.
    expect(Math.max(...lengths)).toBeLessThan(60 * 1024 * 0.95);
  });
});

/** What V8 makes of the functions, in a process of its own: the generated function is compiled when it is first called. */
function bytecodeLengths(sources: readonly string[]): number[] {
  const folder = mkdtempSync(join(tmpdir(), 'doflow-'));
  try {
    const program = join(folder, 'compile.cjs');
    const bodies = sources.map((source) => source.replace('return function(', 'return function generated('));
    writeFileSync(
      program,
      `for (const source of ${JSON.stringify(bodies)}) { try { new Function('M', 'D', 'S', source)(Math, {}, [])(); } catch {} }`,
    );
    const output = execFileSync(process.execPath, ['--print-bytecode', '--print-bytecode-filter=generated', program], {
      encoding: 'utf8',
      maxBuffer: 1 << 29,
    });
    return [...output.matchAll(/^Bytecode length: (\d+)/gm)].map(([, length]) => Number(length));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
