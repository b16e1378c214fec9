export type Options = unknown;
