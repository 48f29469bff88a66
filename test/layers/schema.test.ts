import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { publishedSchema, schemaPath } from '../../build/schema.mjs';
import { scenario } from '../../core/model/schema';
import { z } from '../../core/model/schema/zod';

it('the published JSON Schema is the one that the declarations give; npm run schema writes it', () => {
  expect(readFileSync(schemaPath, 'utf8')).toBe(publishedSchema(z, scenario));
});
