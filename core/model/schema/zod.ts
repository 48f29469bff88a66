/** The one place that configures zod: `jitless`, since the window's content policy forbids `new Function`. */
import { z } from 'zod';

z.config({ jitless: true });
export { z };
