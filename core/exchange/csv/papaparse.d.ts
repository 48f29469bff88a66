/** The part of papaparse that is used here; its published types would bring Node's into the core. */
declare module 'papaparse' {
  export interface ParseError {
    readonly type: 'Quotes' | 'Delimiter' | 'FieldMismatch';
    readonly message: string;
    readonly row?: number;
  }
  export interface ParseSettings {
    readonly header: false;
    readonly skipEmptyLines: boolean;
    readonly delimiter: string;
    /** rows to read; 0: all */
    readonly preview: number;
  }
  const Papa: { parse<T>(text: string, settings: ParseSettings): { readonly data: T[]; readonly errors: readonly ParseError[] } };
  export default Papa;
}
