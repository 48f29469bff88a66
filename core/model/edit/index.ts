/** Every edit of a document: pure functions from a document to a document. */
export * from './add';
export * from './change';
export * from './connect';
export * from './constraint';
export * from './duplicate';
export * from './edited';
export * from './fitted';
export * from './ids';
export * from './move';
export * from './network';
export * from './reading';
export * from './references';
export * from './remove';
export * from './rename';
export * from './suggestion';
export * from './tokens';
