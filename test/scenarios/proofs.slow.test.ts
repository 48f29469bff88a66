import { describe, it } from 'vitest';
import { expectProven, scenariosAt } from './proven';

const slow = await scenariosAt('slow');

describe('the gallery', () => {
  it.each(slow)('proves %s', async (scenario) => {
    await expectProven(scenario);
  });
});
