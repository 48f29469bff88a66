/** A fault or a doubt about a document, tied to the path of the field it is about. */
export interface Problem {
  readonly severity: 'error' | 'warning' | 'info';
  /** such as `mechanisms[3].inputs[0].variable`; empty for the document as a whole */
  readonly path: string;
  readonly message: string;
  readonly advice?: string;
  /** id of the variable, mechanism, … that the window badges */
  readonly about?: string;
}

/** Thrown at a boundary when bad input makes going on meaningless. */
export class DocumentError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.name = 'DocumentError';
  }
}

export const formatProblem = ({ path, message, advice }: Problem): string =>
  `${path === '' ? '' : `${path}: `}${message}${advice === undefined ? '' : `; ${advice}`}`;

/** @param path keys and indices, as zod reports them */
export const formatPath = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`),
    '',
  );
