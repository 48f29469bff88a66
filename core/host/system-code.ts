/** @returns the operating system's code, such as ENOENT, where an error carries one */
export const systemCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
